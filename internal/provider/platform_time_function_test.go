package provider_test

import (
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/provider"
)

// runFunction calls a function of a provider that is not configured, as Terraform does.
func runFunction(t *testing.T, name string, arguments ...any) (result any, argument int64, text string) {
	t.Helper()
	core, err := protocoltest.Start(t.Context(), provider.New("test")())
	must(t, err)
	result, refused, err := core.RunFunction(t.Context(), name, arguments...)
	must(t, err)
	if refused == nil {
		return result, -1, ""
	}
	if refused.FunctionArgument == nil {
		t.Fatalf("%s does not say which argument is wrong: %s", name, refused.Text)
	}
	return nil, *refused.FunctionArgument, refused.Text
}

func TestPlatformTimeIsTheWallClockOfAZone(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ moment, zone, want string }{
		{"2026-12-01T01:00:00Z", "Asia/Shanghai", "2026-12-01 09:00:00"},
		{"2026-12-01T09:00:00+08:00", "Asia/Shanghai", "2026-12-01 09:00:00"},
		{"2026-12-31T20:00:00Z", "Asia/Jakarta", "2027-01-01 03:00:00"},
		{"2026-12-01T09:00:00.999999Z", "UTC", "2026-12-01 09:00:00"},
		{"2026-07-01T12:00:00Z", "Europe/Berlin", "2026-07-01 14:00:00"},
		{"2026-12-01T12:00:00Z", "Europe/Berlin", "2026-12-01 13:00:00"},
		{"2026-12-01T12:00:00Z", "Asia/Kathmandu", "2026-12-01 17:45:00"},
		{"9999-12-31T23:59:59Z", "UTC", "9999-12-31 23:59:59"},
	} {
		if got, _, text := runFunction(t, "platform_time", test.moment, test.zone); got != test.want {
			t.Errorf("platform_time(%q, %q) is %v, want %s %s", test.moment, test.zone, got, test.want, text)
		}
	}
}

func TestPlatformTimeSaysWhichArgumentIsWrong(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		moment, zone string
		argument     int64
		text         string
	}{
		{"2026-12-01 09:00:00", "UTC", 0, "RFC 3339"},
		{"2026-12-01T09:00Z", "UTC", 0, "RFC 3339"},
		{"1796086800", "UTC", 0, "RFC 3339"},
		{"2026-02-30T09:00:00Z", "UTC", 0, "RFC 3339"},
		{"2026-12-01T09:00:00", "UTC", 0, "RFC 3339"},
		{"", "UTC", 0, "RFC 3339"},
		{"9999-12-31T23:59:59Z", "Asia/Shanghai", 0, "years 1 to 9999"},
		{"0000-12-31T23:59:59Z", "UTC", 0, "years 1 to 9999"},
		{"2026-12-01T09:00:00Z", "Shanghai", 1, "IANA"},
		{"2026-12-01T09:00:00Z", "+08:00", 1, "IANA"},
		{"2026-12-01T09:00:00Z", "../../etc/passwd", 1, "IANA"},
		{"2026-12-01T09:00:00Z", "Local", 1, "IANA"},
		{"2026-12-01T09:00:00Z", "", 1, "IANA"},
	} {
		if got, argument, text := runFunction(t, "platform_time", test.moment, test.zone); got != nil || argument != test.argument || !strings.Contains(text, test.text) {
			t.Errorf("platform_time(%q, %q) is %v; error at argument %d: %s", test.moment, test.zone, got, argument, text)
		}
	}
}
