package campaign

import (
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// TestRemovedNumbersAreSentAsForTheFirstTime: two runs at once have both added a number, so that it was there twice and was
// removed. That it is missing then does not say that the platform drops it.
func TestRemovedNumbersAreSentAsForTheFirstTime(t *testing.T) {
	t.Parallel()
	nobody := func(int) bool { return false }
	one := []phone.Number{modelNumbers[0]}
	var log sentLog
	log.add(sentBatch{numbers: one})
	log.add(sentBatch{numbers: one, confirmed: true, dropped: true})
	if got := log.records(modelSet, nobody)[0].missing(); got != sentInVain {
		t.Errorf("before its removal it is %d, want %d", got, sentInVain)
	}
	log.add(sentBatch{numbers: one, removed: true})
	if got := log.records(modelSet, nobody)[0].missing(); got != neverSent {
		t.Errorf("after its removal it is %d, want %d", got, neverSent)
	}
	log.add(sentBatch{numbers: one})
	if got := log.records(modelSet, nobody)[0].missing(); got != sentOnce {
		t.Errorf("sent again it is %d, want %d", got, sentOnce)
	}
}
