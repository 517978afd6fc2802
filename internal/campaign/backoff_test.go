package campaign_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// TestPausesBetweenLooksGrow measures on synctest's clock, so no time passes.
func TestPausesBetweenLooksGrow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var looks []time.Time
		platform := &stubPlatform{
			setTaskStatus: func(context.Context, string, yccall.TaskCommand) error {
				looks = append(looks, time.Now())
				return errLost
			},
			task: func(context.Context, string) (yccall.Task, bool, error) {
				looks = append(looks, time.Now())
				return yccall.Task{}, false, yccall.ErrNoReply
			},
		}
		err := campaign.New(platform).SetStatus(t.Context(), "1", yccall.CommandRun)
		var unconfirmed *campaign.UnconfirmedError
		if !errors.As(err, &unconfirmed) {
			t.Errorf("the error is %v", err)
		}
		want := []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second}
		if len(looks) != len(want)+1 {
			t.Fatalf("%d looks, want %d", len(looks)-1, len(want))
		}
		for i, shortest := range want {
			if pause := looks[i+1].Sub(looks[i]); pause < shortest || pause > shortest+shortest/4 {
				t.Errorf("pause %d took %s, want %s and up to a quarter more", i, pause, shortest)
			}
		}
	})
}

func TestPauseEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		platform := &stubPlatform{
			setTaskStatus: func(context.Context, string, yccall.TaskCommand) error { return errLost },
			task: func(context.Context, string) (yccall.Task, bool, error) {
				t.Error("it was looked for after the cancellation")
				return yccall.Task{}, false, nil
			},
		}
		ctx, cancel := context.WithCancel(t.Context())
		start := time.Now()
		time.AfterFunc(time.Second/2, cancel)
		err := campaign.New(platform).SetStatus(ctx, "1", yccall.CommandRun)
		var unconfirmed *campaign.UnconfirmedError
		if !errors.As(err, &unconfirmed) || time.Since(start) != time.Second/2 {
			t.Errorf("after %s the error is %v", time.Since(start), err)
		}
	})
}
