package campaign_test

import (
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// TestPreviewTellsWhatAChangedListDoes: a wrong export of the same length is not one correction.
func TestPreviewTellsWhatAChangedListDoes(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.create(spec(list(t, phones(0, 10)...)))
	must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
	w.mock.Dial(id, 4)
	w.mock.ResetJournal()
	for name, test := range map[string]struct {
		list []string
		want campaign.Preview
	}{
		"nothing":               {phones(0, 10), campaign.Preview{}},
		"one correction":        {append(phones(0, 9), phone(20)), campaign.Preview{Added: 1, Withdrawn: 1}},
		"another export":        {phones(100, 10), campaign.Preview{Added: 10, Withdrawn: 6, Called: 4}},
		"appended and some off": {phones(2, 12), campaign.Preview{Added: 4, Called: 2}},
	} {
		got, known, err := w.runner.Preview(t.Context(), campaign.Update{TaskID: id, List: list(t, test.list...)})
		must(t, err)
		if !known || got != test.want {
			t.Errorf("%s: %+v (known: %v), want %+v", name, got, known, test.want)
		}
	}
	w.wantChanges()
}
