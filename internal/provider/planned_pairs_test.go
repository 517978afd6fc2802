package provider

import "testing"

func TestPairsOfOneCampaignAreNoticedInEitherOrder(t *testing.T) {
	t.Parallel()
	old := plannedTask{id: "1", name: "renewals", listDigest: "abc", consent: consent{callAgain: "monday"}}
	again := func(c consent) plannedTask { return plannedTask{name: "renewals", consent: c} }
	for name, test := range map[string]struct {
		wanted plannedTask
		pair   bool
	}{
		"a new call_again":         {again(consent{callAgain: "tuesday"}), false},
		"a call_again left behind": {again(consent{callAgain: "monday"}), true},
		"it is skipped":            {again(consent{skips: []string{"0", "1"}}), false},
		"another one is skipped":   {again(consent{skips: []string{"0"}}), true},
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
		if id, _ := first.wants(test.wanted); (id == old.id) != test.pair {
			t.Errorf("%s, destroyed first: %q, want a pair: %v", name, id, test.pair)
		}
		second.wants(test.wanted)
		if found, _ := second.destroys(old); found != test.pair {
			t.Errorf("%s, wanted first: %v, want %v", name, found, test.pair)
		}
	}
}

func TestListThatMovesToAnotherTaskIsNoticedInEitherOrder(t *testing.T) {
	t.Parallel()
	old := plannedTask{id: "1", listDigest: "abc"}
	for name, test := range map[string]struct {
		wanted plannedTask
		pair   bool
	}{
		"a new task":        {plannedTask{name: "renewals", listDigest: "abc"}, true},
		"a change in place": {plannedTask{id: "2", listDigest: "abc"}, true},
		"another list":      {plannedTask{id: "2", listDigest: "def"}, false},
		"nothing is known":  {plannedTask{id: "2"}, false},
		"the same task":     {plannedTask{id: "1", listDigest: "abc"}, false},
	} {
		var first, second plannedPairs
		first.givesUp(old)
		if _, id := first.wants(test.wanted); (id == old.id) != test.pair {
			t.Errorf("%s, given up first: %q, want a pair: %v", name, id, test.pair)
		}
		second.wants(test.wanted)
		if found := second.givesUp(old); found != test.pair {
			t.Errorf("%s, wanted first: %v, want %v", name, found, test.pair)
		}
	}
}
