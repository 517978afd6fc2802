package campaign_test

import (
	"context"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestPlatformOffsetIsLearnedFromTheTaskID(t *testing.T) {
	t.Parallel()
	const id = "20261201093007000001"
	at := func(utc string) time.Time {
		replied, err := time.Parse(time.DateTime, utc)
		must(t, err)
		return replied
	}
	hours := func(h float64) *time.Duration {
		d := time.Duration(h * float64(time.Hour))
		return &d
	}
	for name, test := range map[string]struct {
		id      string
		replied time.Time
		want    *time.Duration
	}{
		"China":                 {id, at("2026-12-01 01:30:07"), hours(8)},
		"UTC":                   {id, at("2026-12-01 09:30:07"), hours(0)},
		"west":                  {id, at("2026-12-01 14:30:07"), hours(-5)},
		"west, next day":        {id, at("2026-12-01 21:30:07"), hours(-12)},
		"east, day before":      {id, at("2026-11-30 19:30:07"), hours(14)},
		"quarter of an hour":    {id, at("2026-12-01 03:45:07"), hours(5.75)},
		"answered a bit later":  {id, at("2026-12-01 01:31:40"), hours(8)},
		"clock a bit behind":    {id, at("2026-12-01 01:27:59"), hours(8)},
		"no such zone":          {id, at("2026-12-01 23:30:07"), nil},
		"no such zone, either":  {id, at("2026-11-30 18:30:07"), nil},
		"days apart":            {id, at("2026-12-05 01:30:07"), nil},
		"no time in the reply":  {id, time.Time{}, nil},
		"an id without a time":  {"99999999999999000001", at("2026-12-01 01:30:07"), nil},
		"an id that is short":   {"123456", at("2026-12-01 01:30:07"), nil},
		"an id that is no date": {"task-renewals-2026", at("2026-12-01 01:30:07"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			w.platform.createTask = func(context.Context, yccall.CreateTask) (yccall.CreatedTask, error) {
				w.byHand(yccalltest.TaskSnapshot{ID: test.id}, phone(1))
				return yccall.CreatedTask{ID: test.id, Replied: test.replied}, nil
			}
			var got campaign.NewTask
			_, err := w.runner.Create(t.Context(), spec(list(t, phone(1))), func(c campaign.NewTask) { got = c })
			must(t, err)
			switch {
			case (got.UTCOffset == nil) != (test.want == nil):
				t.Errorf("the offset is %v, want %v", got.UTCOffset, test.want)
			case test.want != nil && *got.UTCOffset != *test.want:
				t.Errorf("the offset is %v, want %v", *got.UTCOffset, *test.want)
			}
		})
	}
}
