package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// platformTimeLayout is the form of every time that the platform takes and gives: wall clock, no zone.
const platformTimeLayout = "2006-01-02 15:04:05"

// platformTimeValidator accepts the platform's time text, and only dates that exist.
type platformTimeValidator struct{}

// Description tells what is accepted.
func (platformTimeValidator) Description(context.Context) string {
	return "must be a time that exists, written yyyy-mm-dd hh:mm:ss, for example 2026-12-01 09:00:00"
}

// MarkdownDescription tells what is accepted.
func (v platformTimeValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

// ValidateString refuses what is not such a time.
func (v platformTimeValidator) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	text := req.ConfigValue.ValueString()
	// time.Parse also takes a fraction of a second, and single digits, which the platform may not.
	if t, err := time.Parse(platformTimeLayout, text); err != nil || t.Format(platformTimeLayout) != text {
		resp.Diagnostics.AddAttributeError(req.Path, "Malformed time",
			req.Path.String()+" "+v.Description(ctx)+". It is the platform's wall clock and is passed on as written.")
	}
}

// Where the offset of the platform's wall clock is not known, one end of the fixture's zones decides,
// so that a campaign is left as it is in doubt: its paused_time counts as passed once it has passed
// anywhere, since people must not be called after hours, and its scheduled_time only once it has
// passed everywhere, since a task that waits needs no further command.
const (
	anywhere   = 14 * time.Hour
	everywhere = -12 * time.Hour
)

// platformTimePassed tells whether a moment of the platform's wall clock is over. utcOffset is how many seconds that
// clock is ahead of UTC; where it is nil, inDoubt is the offset to go by: anywhere or everywhere.
func platformTimePassed(text string, utcOffset *int64, now time.Time, inDoubt time.Duration) bool {
	wall, err := time.Parse(platformTimeLayout, text)
	if err != nil {
		return false
	}
	offset := inDoubt
	if utcOffset != nil {
		offset = time.Duration(*utcOffset) * time.Second
	}
	return !now.Before(wall.Add(-offset))
}

// offsetSeconds is a UTC offset as private state keeps it.
func offsetSeconds(offset *time.Duration) *int64 {
	if offset == nil {
		return nil
	}
	seconds := int64(*offset / time.Second)
	return &seconds
}
