package provider

import (
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
)

func TestProgressIsALineForPeople(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]campaign.Progress{
		"task 20261201090000000001: part 97: 970,000 of 1,000,000 numbers, 0 rejected": {
			TaskID: "20261201090000000001", Batches: 97, Accepted: 970_000, Listed: 1_000_000,
		},
		"task 1: part 2: 12,345 of 12,345 numbers, 1,000 rejected": {TaskID: "1", Batches: 2, Accepted: 11_345, Rejected: 1000, Listed: 12_345},
		"task 1: part 1: 3 of 3 numbers, 1 rejected":               {TaskID: "1", Batches: 1, Accepted: 2, Rejected: 1, Listed: 3},
	} {
		if got := progressText(p); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
