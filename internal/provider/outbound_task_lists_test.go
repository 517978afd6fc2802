package provider_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/yccall/terraform-provider-yccall/internal/provider"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestListsAreReadInTheFormatThatTheConfigurationNames(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rows   []string
		format object
	}{
		"columns":   {[]string{"mobile;name;kundennummer", "13800000001;Li;7", "13800000002;Wang;8"}, object{"columns": object{"phone": "mobile", "user_id": "kundennummer"}}},
		"delimiter": {[]string{"phone|user_id", "13800000001|a", "13800000002|b"}, object{"delimiter": "|"}},
		"encoding":  {[]string{"phone,\xd0\xd5\xc3\xfb", "13800000001,\xc0\xee", "13800000002,\xcd\xf5"}, object{"encoding": "gb18030", "columns": object{"phone": "phone", "ext": "姓名"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			w.mustApply(task(object{"numbers_file": w.csv("list.csv", test.rows...), "numbers_format": test.format}))
			w.wantHeld([]string{"13800000001", "13800000002"})
		})
	}
}

// TestFormatThatAnErrorShowsCanBePasted: whoever copies it into the configuration has a list that works.
func TestFormatThatAnErrorShowsCanBePasted(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	file := w.csv("list.csv", "手机号,客户编号,姓名", "13800000001,C-1,李", "13800000002,C-2,王")
	diags := w.apply(task(object{"numbers_file": file}))
	w.wantError(diags, "Problems in the number list", `"手机号", "客户编号", "姓名"`, "numbers_format = {")
	columns := object{}
	for _, pair := range regexp.MustCompile(`(phone|user_id) = "([^"]+)"`).FindAllStringSubmatch(diags[0].Detail, -1) {
		columns[pair[1]] = pair[2]
	}
	w.mustApply(task(object{"numbers_file": file, "numbers_format": object{"columns": columns}}))
	w.wantHeld([]string{"13800000001", "13800000002"})
}

func TestBadRowsAreLeftOutIfTheConfigurationSaysSo(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	rows := []string{"phone", "13800000001", "no number", "13800000002", "138-0000-0001", ""}
	config := task(object{"numbers_file": w.csv("list.csv", rows...)})
	w.wantError(w.apply(config), "Problems in the number list", "line 3: phone has no digits", "line 5: phone repeats the one on line 2")
	config["on_bad_rows"] = "skip"
	diags := w.mustApply(config)
	w.wantWarning(diags, "Bad rows of the number list are left out", "2 rows", "line 3: phone has no digits", "line 5: phone repeats")
	w.wantHeld([]string{"13800000001", "13800000002"})
	w.wantValue("bad_row_count", int64(2))
	w.wantValue("number_count", int64(2))
	for _, d := range diags {
		if found := regexp.MustCompile(`[0-9]{5,}`).FindString(strings.ReplaceAll(d.Detail, w.dir, "")); found != "" {
			t.Errorf("a diagnostic shows %s", found)
		}
	}
}

func TestCallingCodeSaysWhoIsOnePerson(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	list := w.csv("list.csv", "phone", "13800000001", "+8613800000001", "13800000002")
	w.wantWarning(w.refreshAndPlan(task(object{"numbers_file": list})).Diagnostics, "Numbers that may be the same person", "lines 2, 3", "calling_code")
	config := task(object{"numbers_file": list, "calling_code": "86"})
	w.wantError(w.apply(config), "Problems in the number list", "line 3: phone repeats the one on line 2", "calling_code")
	config["on_bad_rows"] = "skip"
	w.mustApply(config)
	w.wantHeld([]string{"13800000001", "13800000002"})
}

func TestCallingCodeIsDigits(t *testing.T) {
	t.Parallel()
	for code, hint := range map[string]string{"CN": `calling_code = "86"`, "+44": `calling_code = "44"`, "0086": `calling_code = "86"`, "eighty-six": "the digits", "": "the digits"} {
		w := newFixture(t, yccalltest.Config{})
		w.wantError(w.apply(task(object{"numbers": []any{object{"phone": "13800000001"}}, "calling_code": code})), "Malformed calling code", hint)
	}
}

func TestSeveralDoNotCallFilesCountAsOne(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{
		"numbers_file": w.csv("list.csv", phones(0, 6)...),
		"do_not_call_file": []any{
			w.csv("plain.csv", "13800000001"), w.csv("letters.csv", "Nummer;Grund", "0086 13800000003;Brief", ";", "13800000003;"), w.csv("nobody.csv", "phone"),
		},
		"do_not_call_format": object{"columns": object{"phone": "Nummer"}},
	})
	w.wantError(w.apply(config), "Problems in the number list", "plain.csv", `there is no column "Nummer"`)
	config["do_not_call_file"] = []any{w.csv("plain.csv", "Nummer", "13800000001"), config["do_not_call_file"].([]any)[1], w.csv("nobody.csv", "Nummer")}
	w.wantWarning(w.mustApply(config), "The do-not-call list is empty", "nobody.csv")
	w.wantHeld([]string{"13800000000", "13800000002", "13800000004", "13800000005"})
	w.wantValue("excluded_count", int64(2))
}

func TestMalformedListSettingsAreRefused(t *testing.T) {
	t.Parallel()
	for summary, change := range map[string]object{
		"Unusable format":            {"numbers_format": object{"encoding": "klingon"}},
		"Malformed do_not_call_file": {"do_not_call_file": []any{""}},
	} {
		w := newFixture(t, yccalltest.Config{})
		config := task(object{"numbers": []any{object{"phone": "13800000001"}}})
		for name, value := range change {
			config[name] = value
		}
		w.wantError(w.apply(config), summary, "Nothing was sent.")
		w.wantChanges()
	}
}

// TestStateOfTheFirstVersionIsRead: do_not_call_file was a text there, and now is a value of any type.
func TestStateOfTheFirstVersionIsRead(t *testing.T) {
	t.Parallel()
	server := providerserver.NewProtocol6(provider.New("test")())()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	must(t, err)
	typ := schemas.ResourceSchemas["yccall_outbound_task"].ValueType()
	for state, want := range map[string]any{
		`{"id":"20260101000000000001","do_not_call_file":"never.csv","gone":1}`: "never.csv",
		`{"id":"20260101000000000001","do_not_call_file":null}`:                 nil,
		`{"id":"20260101000000000001"}`:                                         nil,
	} {
		resp, err := server.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{
			TypeName: "yccall_outbound_task", Version: 0, RawState: &tfprotov6.RawState{JSON: []byte(state)},
		})
		must(t, err)
		if len(resp.Diagnostics) > 0 {
			t.Fatalf("%s: %v", state, resp.Diagnostics[0].Detail)
		}
		value, err := resp.UpgradedState.Unmarshal(typ)
		must(t, err)
		var attributes map[string]tftypes.Value
		must(t, value.As(&attributes))
		if want == nil {
			if !attributes["do_not_call_file"].IsNull() {
				t.Errorf("%s: do_not_call_file is %v", state, attributes["do_not_call_file"])
			}
			continue
		}
		var got string
		must(t, attributes["do_not_call_file"].As(&got))
		if got != want {
			t.Errorf("%s: do_not_call_file is %q", state, got)
		}
	}
}
