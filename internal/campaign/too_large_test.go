package campaign_test

import (
	"context"
	"errors"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// TestBatchThatIsPerhapsTooLargeIsLookedForBeforeItIsHalved is about a page that looks like the one of a server that
// dropped a large form, although the numbers were taken.
func TestBatchThatIsPerhapsTooLargeIsLookedForBeforeItIsHalved(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.create(spec(list(t, phone(0))))
	w.platform.addNumbers = func(ctx context.Context, id string, telphone []byte) (yccall.AddedNumbers, error) {
		_, err := w.platform.Platform.AddNumbers(ctx, id, telphone)
		return yccall.AddedNumbers{}, errors.Join(err, yccall.ErrMayHaveRun, yccall.ErrTooLarge)
	}
	out, err := w.revise(id, list(t, phones(0, 9)...))
	must(t, err)
	wantInSync(t, out, 9)
	for _, phone := range phones(0, 9) {
		if n := w.mock.Submitted(phone); n != 1 {
			t.Errorf("a number was submitted %d times", n)
		}
	}
}
