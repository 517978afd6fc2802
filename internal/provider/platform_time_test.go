package provider

import (
	"testing"
	"time"
)

func TestMomentOfThePlatformsClockHasPassed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text    string
		offset  *int64
		inDoubt time.Duration
		want    bool
	}{
		"now":                           {"2026-12-01 12:00:00", ptr(int64(28800)), 0, true},
		"a second ahead":                {"2026-12-01 12:00:01", ptr(int64(28800)), 0, false},
		"a second ago":                  {"2026-12-01 11:59:59", ptr(int64(28800)), 0, true},
		"west of here":                  {"2026-11-30 23:00:00", ptr(int64(-18000)), 0, true},
		"west of here, a second ahead":  {"2026-11-30 23:00:01", ptr(int64(-18000)), 0, false},
		"in UTC":                        {"2026-12-01 04:00:00", ptr(int64(0)), anywhere, true},
		"in UTC, a second ahead":        {"2026-12-01 04:00:01", ptr(int64(0)), anywhere, false},
		"anywhere":                      {"2026-12-01 18:00:00", nil, anywhere, true},
		"not yet anywhere":              {"2026-12-01 18:00:01", nil, anywhere, false},
		"everywhere":                    {"2026-11-30 16:00:00", nil, everywhere, true},
		"not yet everywhere":            {"2026-11-30 16:00:01", nil, everywhere, false},
		"a known clock leaves no doubt": {"2026-12-01 12:00:01", ptr(int64(28800)), anywhere, false},
		"not a time":                    {"tomorrow", ptr(int64(28800)), anywhere, false},
	} {
		if got := platformTimePassed(test.text, test.offset, now, test.inDoubt); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func TestOffsetIsKeptInSeconds(t *testing.T) {
	t.Parallel()
	if got := offsetSeconds(nil); got != nil {
		t.Errorf("an offset that is not known is %d", *got)
	}
	offset := 5*time.Hour + 45*time.Minute
	if got := offsetSeconds(&offset); got == nil || *got != 20700 {
		t.Errorf("the offset is %v", got)
	}
}
