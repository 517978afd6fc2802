package provider

import (
	"context"
	"time"
	_ "time/tzdata" // Windows and minimal containers have no time zones of their own.

	"github.com/hashicorp/terraform-plugin-framework/function"
)

// platformTimeFunction is the function platform_time.
type platformTimeFunction struct{}

func newPlatformTimeFunction() function.Function { return platformTimeFunction{} }

// Metadata names the function.
func (platformTimeFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "platform_time"
}

// Definition describes the function.
func (platformTimeFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Writes a moment as the platform's wall clock shows it.",
		MarkdownDescription: "Converts an RFC 3339 time into the text that the platform takes for its times, `yyyy-mm-dd hh:mm:ss`, in a time zone. " +
			"For `scheduled_time`, `paused_time` and the like: the platform's texts have no zone, and no page of it names the one that it means. Ask its operator, " +
			"and pass that zone. Fractions of a second are dropped.\n\nNeeds Terraform 1.8 or OpenTofu 1.7.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "rfc3339",
				MarkdownDescription: "The moment, in RFC 3339, for example `2026-12-01T09:00:00+07:00` or `2026-12-01T02:00:00Z`.",
			},
			function.StringParameter{
				Name:                "zone",
				MarkdownDescription: "IANA name of the zone that the platform's clock is in, for example `Asia/Shanghai`, `Asia/Jakarta` or `UTC`.",
			},
		},
		Return: function.StringReturn{},
	}
}

// Run converts the time. Its errors point at the argument that is wrong; Terraform makes sentences of them.
func (platformTimeFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var moment, zone string
	if resp.Error = req.Arguments.Get(ctx, &moment, &zone); resp.Error != nil {
		return
	}
	t, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, "the time is not in the form of RFC 3339, such as 2026-12-01T09:00:00+07:00 or 2026-12-01T02:00:00Z")
		return
	}
	// Local would depend on the machine, and an empty name would silently mean UTC.
	location, err := time.LoadLocation(zone)
	if err != nil || zone == "" || zone == "Local" {
		resp.Error = function.NewArgumentFuncError(1, "the zone is not a name of the IANA time zone database, such as Asia/Shanghai, Asia/Jakarta or UTC")
		return
	}
	t = t.In(location)
	if t.Year() < 1 || t.Year() > 9999 {
		resp.Error = function.NewArgumentFuncError(0, "the time is not in the years 1 to 9999 in this zone")
		return
	}
	resp.Error = resp.Result.Set(ctx, t.Format(platformTimeLayout))
}
