package provider

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestTextValidators(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		validator          validator.String
		accepted, refused  []string
		summary, mentioned string
	}{
		"duration": {
			durationValidator{min: time.Second},
			[]string{"1s", "90s", "2m", "1h30m", "1000ms"},
			[]string{"", "999ms", "0", "0s", "-5s", "90", "soon", "1 m"},
			"Malformed duration", "at least 1s",
		},
		"platform time": {
			platformTimeValidator{},
			[]string{"2026-12-01 09:00:00", "2028-02-29 23:59:59"},
			[]string{
				"", "2026-12-01", "2026-12-01 09:00", "2026-12-01T09:00:00", "2026-12-01T09:00:00Z", "2026-02-29 09:00:00", "2026-13-01 09:00:00",
				"2026-12-01 24:00:00", "2026-12-1 09:00:00", "2026-12-01 9:00:00", "2026-12-01 09:00:00.5", " 2026-12-01 09:00:00", "2026-12-01 09:00:00 ",
				"2026-12-01 09:00:00,5", "2026-12-01 09:00:00 CST", "01.12.2026 09:00:00",
			},
			"Malformed time", "yyyy-mm-dd hh:mm:ss",
		},
		"task scale": {
			taskScaleValidator(),
			[]string{"1:1", "1:2", "10:3", "999999999:1"},
			[]string{"", "1", "1:", ":1", "0:1", "1:0", "1:-2", "1.5:2", "1:2:3", " 1:2", "1:2\n", "01:2", "１:２", "1/2", "1000000000:1"},
			"Invalid Attribute Value Match", "1:2",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check := func(value types.String) *validator.StringResponse {
				var resp validator.StringResponse
				test.validator.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("it"), ConfigValue: value}, &resp)
				return &resp
			}
			for _, value := range []types.String{types.StringNull(), types.StringUnknown()} {
				if resp := check(value); resp.Diagnostics.HasError() {
					t.Errorf("%s is refused: %v", value, resp.Diagnostics)
				}
			}
			for _, text := range test.accepted {
				if resp := check(types.StringValue(text)); len(resp.Diagnostics) > 0 {
					t.Errorf("%q is refused: %v", text, resp.Diagnostics)
				}
			}
			for _, text := range test.refused {
				resp := check(types.StringValue(text))
				if want := []string{"Error: it: " + test.summary}; !cmp.Equal(want, summaries(resp.Diagnostics)) || !strings.Contains(resp.Diagnostics[0].Detail(), test.mentioned) {
					t.Errorf("%q gives %v", text, resp.Diagnostics)
				}
			}
			if text := test.validator.MarkdownDescription(t.Context()); text == "" || text != test.validator.Description(t.Context()) {
				t.Errorf("the description is %q", text)
			}
		})
	}
}

func TestCallerNumbersAreRefusedByPlaceAndNotByValue(t *testing.T) {
	t.Parallel()
	s := func(text string) attr.Value { return types.StringValue(text) }
	const twice, malformed = "Caller number given twice", "Malformed caller number"
	for name, test := range map[string]struct {
		elements []attr.Value
		want     []string
	}{
		"one":           {[]attr.Value{s("02120280001")}, nil},
		"with a plus":   {[]attr.Value{s("+862120280001"), s("862120280001")}, nil},
		"short":         {[]attr.Value{s("955")}, nil},
		"long":          {[]attr.Value{s(strings.Repeat("1", 20))}, nil},
		"unknown":       {[]attr.Value{types.StringUnknown(), s("02120280001"), types.StringUnknown()}, nil},
		"none":          {[]attr.Value{}, nil},
		"empty":         {[]attr.Value{s("")}, []string{"Error: it[0]: " + malformed}},
		"null":          {[]attr.Value{types.StringNull()}, []string{"Error: it[0]: " + malformed}},
		"too short":     {[]attr.Value{s("95")}, []string{"Error: it[0]: " + malformed}},
		"too long":      {[]attr.Value{s(strings.Repeat("1", 21))}, []string{"Error: it[0]: " + malformed}},
		"two in one":    {[]attr.Value{s("02120280001,02120280002")}, []string{"Error: it[0]: " + malformed}},
		"with blanks":   {[]attr.Value{s("02120280003"), s("0212 0280001")}, []string{"Error: it[1]: " + malformed}},
		"a line end":    {[]attr.Value{s("02120280001\n")}, []string{"Error: it[0]: " + malformed}},
		"twice":         {[]attr.Value{s("02120280001"), s("02120280002"), s("02120280001")}, []string{"Error: it[2]: " + twice}},
		"three times":   {[]attr.Value{s("02120280001"), s("02120280001"), s("02120280001")}, []string{"Error: it[1]: " + twice, "Error: it[2]: " + twice}},
		"bad and twice": {[]attr.Value{s("x"), s("02120280001"), s("x"), s("02120280001")}, []string{"Error: it[0]: " + malformed, "Error: it[2]: " + malformed, "Error: it[3]: " + twice}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var resp validator.ListResponse
			callerNumbersValidator{}.ValidateList(t.Context(), validator.ListRequest{
				Path: path.Root("it"), ConfigValue: types.ListValueMust(types.StringType, test.elements),
			}, &resp)
			if diff := cmp.Diff(append([]string{}, test.want...), summaries(resp.Diagnostics)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
			for _, d := range resp.Diagnostics {
				if strings.Contains(d.Summary()+d.Detail(), "2120280") {
					t.Errorf("a number is in a diagnostic: %s", d.Detail())
				}
			}
		})
	}
	for _, value := range []types.List{types.ListNull(types.StringType), types.ListUnknown(types.StringType)} {
		var resp validator.ListResponse
		callerNumbersValidator{}.ValidateList(t.Context(), validator.ListRequest{Path: path.Root("it"), ConfigValue: value}, &resp)
		if len(resp.Diagnostics) > 0 {
			t.Errorf("%s is refused: %v", value, resp.Diagnostics)
		}
	}
}
