package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// This file has how the configuration says that number lists are read.

const (
	badRowsError = "error"
	badRowsSkip  = "skip"
)

// listColumns are the names that a list's columns have for the provider.
var listColumns = []string{"phone", "time", "user_id", "member_id", "custom_uuid", "ext"}

func formatAttribute(of, example string) schema.SingleNestedAttribute {
	columns := map[string]schema.Attribute{}
	for _, name := range listColumns {
		columns[name] = schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Header, or JSON key, of the column that has `%s`.", name),
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		}
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "How " + of + " is written, where its content does not tell: `" + example + "`. Changed in place.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"columns": schema.SingleNestedAttribute{
				MarkdownDescription: "Which column has what, by its header in the list. All other columns are ignored. Without it the columns must have the provider's own names.",
				Optional:            true,
				Attributes:          columns,
			},
			"delimiter": schema.StringAttribute{
				MarkdownDescription: "What stands between the columns of a CSV list: `,`, `;`, `|` or `\\t`. Without it the header tells.",
				Optional:            true,
			},
			"encoding": schema.StringAttribute{
				MarkdownDescription: "Character encoding of a file: `gb18030`, `big5`, `shift_jis`, `windows-1252` and the like. Without it the file is UTF-8, or UTF-16 with a byte order mark.",
				Optional:            true,
			},
			"sheet": schema.StringAttribute{
				MarkdownDescription: "Name of the sheet of a workbook. Without it the first one that is not hidden is read.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
		},
	}
}

func doNotCallFileAttribute() schema.DynamicAttribute {
	return schema.DynamicAttribute{
		MarkdownDescription: "Path of a list of numbers that are never submitted, or a list of several paths, in the formats of `numbers_file`. " +
			"Only the phones matter. Numbers match in any form that may be the same phone; with `calling_code`, in those that are. " +
			"A number that is added later is withdrawn from the task if it was not called yet. Changed in place.",
		Optional: true,
	}
}

func callingCodeAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Calling code of the country that numbers without one belong to, in digits: `86`. Numbers that differ only by `+`, `00`, this code or leading zeros are one person then, which counts for repetitions, `do_not_call_file` and `skip_called_by`. Changed in place.",
		Optional:            true,
		Validators:          []validator.String{callingCodeValidator{}},
	}
}

func onBadRowsAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "What becomes of a list with rows that cannot be used, or with repetitions: `error` (the default) refuses it; `skip` leaves these rows out, counts them in `bad_row_count` and names their lines in a warning. Changed in place.",
		Optional:            true,
		Validators:          []validator.String{stringvalidator.OneOf(badRowsError, badRowsSkip)},
	}
}

// callingCodeValidator takes the digits of a calling code.
type callingCodeValidator struct{}

func (callingCodeValidator) Description(context.Context) string {
	return "the digits of a country calling code"
}

func (v callingCodeValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

// callingCodes helps those who write a country's letters.
var callingCodes = map[string]string{
	"CN": "86", "HK": "852", "MO": "853", "TW": "886", "GB": "44", "UK": "44", "US": "1", "CA": "1", "DE": "49", "FR": "33", "IT": "39", "ES": "34",
	"IN": "91", "ID": "62", "JP": "81", "KR": "82", "SG": "65", "MY": "60", "TH": "66", "VN": "84", "PH": "63", "AU": "61", "BR": "55", "MX": "52", "RU": "7",
}

func (callingCodeValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	text := req.ConfigValue.ValueString()
	if _, err := phone.ParseCallingCode(text); err == nil && text != "" {
		return
	}
	hint := "calling_code is the digits that stand behind the + of an international number: \"86\" for China, \"44\" for the United Kingdom."
	if known, ok := callingCodes[strings.ToUpper(strings.TrimSpace(text))]; ok {
		hint = fmt.Sprintf("calling_code is digits, not letters. Write calling_code = %q.", known)
	} else if digits := strings.TrimLeft(text, "+0 "); digits != text {
		if _, err := phone.ParseCallingCode(digits); err == nil && digits != "" {
			hint = fmt.Sprintf("calling_code has neither + nor zeros in front. Write calling_code = %q.", digits)
		}
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Malformed calling code", hint)
}

// listSettings is how the configuration says that its lists are read.
type listSettings struct {
	Format, DoNotCallFormat numberlist.Format
	DoNotCall               []string // paths
	CallingCode             string
	SkipBadRows             bool
}

// key is the same for settings that say the same.
func (s listSettings) key() string {
	text, _ := json.Marshal(s) // maps are in order
	return string(text)
}

func (s listSettings) code() phone.CallingCode {
	code, _ := phone.ParseCallingCode(s.CallingCode) // the schema's validator has seen to it
	return code
}

// listAttributes are those that say how lists are read.
func (m outboundTaskModel) listAttributes() []attr.Value {
	return []attr.Value{m.DoNotCallFile, m.NumbersFormat, m.DoNotCallFormat, m.CallingCode, m.OnBadRows}
}

// listSettings returns how the lists are read. All of it must be known.
func (m outboundTaskModel) listSettings() (listSettings, diag.Diagnostics) {
	var diags diag.Diagnostics
	s := listSettings{
		Format: formatOf(m.NumbersFormat), DoNotCallFormat: formatOf(m.DoNotCallFormat),
		CallingCode: m.CallingCode.ValueString(), SkipBadRows: m.OnBadRows.ValueString() == badRowsSkip,
	}
	for attribute, format := range map[string]numberlist.Format{"numbers_format": s.Format, "do_not_call_format": s.DoNotCallFormat} {
		var wrong *numberlist.FormatError
		if errors.As(format.Check(), &wrong) {
			diags.AddAttributeError(path.Root(attribute).AtName(wrong.Attribute), "Unusable format", sentence(wrong)+"\n\nNothing was sent.")
		}
	}
	var ok bool
	if s.DoNotCall, ok = pathsOf(m.DoNotCallFile); !ok {
		diags.AddAttributeError(path.Root("do_not_call_file"), "Malformed do_not_call_file",
			"do_not_call_file is the path of a file, or a list of paths: [\"a.csv\", \"b.csv\"]. None of them may be empty.\n\nNothing was sent.")
	}
	return s, diags
}

// formatOf reads a format, which is null or known.
func formatOf(object types.Object) numberlist.Format {
	values := object.Attributes()
	f := numberlist.Format{Delimiter: textOf(values["delimiter"]), Encoding: textOf(values["encoding"]), Sheet: textOf(values["sheet"])}
	columns, _ := values["columns"].(types.Object)
	for _, name := range slices.Sorted(maps.Keys(columns.Attributes())) {
		if header := textOf(columns.Attributes()[name]); header != "" {
			if f.Columns == nil {
				f.Columns = map[string]string{}
			}
			f.Columns[name] = header
		}
	}
	return f
}

// textOf returns a text, or nothing for a value that is none.
func textOf(value attr.Value) string {
	text, _ := value.(types.String)
	return text.ValueString()
}

// pathsOf reads one path or several. ok is false for anything else.
func pathsOf(value types.Dynamic) (paths []string, ok bool) {
	if value.IsNull() || value.IsUnderlyingValueNull() {
		return nil, true
	}
	var elements []attr.Value
	switch inner := value.UnderlyingValue().(type) {
	case types.String:
		elements = []attr.Value{inner}
	case types.List:
		elements = inner.Elements()
	case types.Set:
		elements = inner.Elements()
	case types.Tuple:
		elements = inner.Elements()
	default:
		return nil, false
	}
	for _, element := range elements {
		if dynamic, is := element.(types.Dynamic); is {
			element = dynamic.UnderlyingValue()
		}
		text, is := element.(types.String)
		if !is || text.ValueString() == "" {
			return nil, false
		}
		paths = append(paths, text.ValueString())
	}
	return paths, true
}

// isKnown reports whether a value and everything in it is known.
func isKnown(ctx context.Context, value attr.Value) bool {
	raw, err := value.ToTerraformValue(ctx)
	return err == nil && raw.IsFullyKnown()
}
