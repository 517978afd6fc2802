package provider

import (
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
)

func TestChangesOfAListAreSaidInNumbers(t *testing.T) {
	t.Parallel()
	for want, preview := range map[string]campaign.Preview{
		"3 added, 0 withdrawn":            {Added: 3},
		"0 added, 2 withdrawn, 4 changed": {Withdrawn: 2, Changed: 4},
		"500 added, 380 withdrawn; 120 more are no longer on the list or have other fields, but were called already, and stay as they are": {Added: 500, Withdrawn: 380, Called: 120},
	} {
		if got := previewText(preview); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
