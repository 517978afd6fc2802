package provider

import "testing"

func TestPairsOfOneCampaignAreNoticedInEitherOrder(t *testing.T) {
	t.Parallel()
	old := plannedTask{id: "1", name: "renewals", listDigest: "abc"}
	for name, test := range map[string]struct {
		wanted plannedTask
		pair   bool
	}{
		"the same name":            {plannedTask{name: "renewals", listDigest: "def"}, true},
		"the same list":            {plannedTask{name: "other", listDigest: "abc"}, true},
		"a change in place":        {plannedTask{id: "2", listDigest: "abc"}, true},
		"another campaign":         {plannedTask{name: "other", listDigest: "def"}, false},
		"nothing is known":         {plannedTask{}, false},
		"the same task":            {plannedTask{id: "1", name: "renewals"}, false},
		"neither has a name or id": {plannedTask{listDigest: "def"}, false},
	} {
		var first, second plannedPairs
		first.destroys(old)
		if _, found := first.wants(test.wanted); found != test.pair {
			t.Errorf("%s, destroyed first: %v, want %v", name, found, test.pair)
		}
		second.wants(test.wanted)
		if found, _ := second.destroys(old); found != test.pair {
			t.Errorf("%s, wanted first: %v, want %v", name, found, test.pair)
		}
	}
}
