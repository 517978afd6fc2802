package acceptance

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// refusal is a bad input and what its one error says.
type refusal struct {
	lines   []string // of the resource or provider block
	summary string
	details []string
}

// malformedInputs are refused while the configuration is checked, so they can stand in one
// configuration: the errors name the resource they belong to.
func malformedInputs() map[string]refusal {
	const mismatch, badValue = "Invalid Attribute Value Match", "Invalid Attribute Value"
	attribute := func(line, summary string, details ...string) refusal {
		return refusal{lines: []string{inline, line}, summary: summary, details: details}
	}
	return map[string]refusal{
		"assign_type":           attribute(`assign_type = "team"`, mismatch, "assign_type", `"extension"`, `"queue"`, `"extension_group"`),
		"assign_agent_empty":    attribute(`assign_agent = ""`, "Invalid Attribute Value Length", "assign_agent"),
		"task_scale_dash":       attribute(`task_scale = "1-2"`, mismatch, "task_scale", "two positive whole numbers with a colon", "1:2"),
		"task_scale_zero":       attribute(`task_scale = "0:2"`, mismatch, "task_scale"),
		"task_scale_fraction":   attribute(`task_scale = "1:1.5"`, mismatch, "task_scale"),
		"task_scale_three":      attribute(`task_scale = "1:2:3"`, mismatch, "task_scale"),
		"name_empty":            attribute(`name = ""`, "Invalid Attribute Value Length", "name"),
		"concurrent_zero":       attribute(`concurrent = 0`, badValue, "concurrent", "at least 1"),
		"scale_mode":            attribute(`scale_mode = "fixed"`, mismatch, "scale_mode", `"auto"`, `"manual"`),
		"callers_none":          attribute(`caller_numbers = []`, badValue, "caller_numbers", "at least 1"),
		"callers_joined":        attribute(`caller_numbers = ["02120280001,02120280002"]`, "Malformed caller number", "Several numbers are several elements"),
		"callers_twice":         attribute(`caller_numbers = ["02120280001", "02120280001"]`, "Caller number given twice", "Element 1 repeats element 0"),
		"scheduled_form":        attribute(`scheduled_time = "2026-12-01T09:00:00Z"`, "Malformed time", "scheduled_time", "yyyy-mm-dd hh:mm:ss"),
		"scheduled_short":       attribute(`scheduled_time = "2026-12-1 9:00:00"`, "Malformed time", "scheduled_time"),
		"scheduled_impossible":  attribute(`scheduled_time = "2026-02-30 09:00:00"`, "Malformed time", "a time that exists"),
		"paused_form":           attribute(`paused_time = "tomorrow"`, "Malformed time", "paused_time"),
		"desired_status":        attribute(`desired_status = "begun"`, mismatch, "desired_status", `"not_started"`, `"running"`, `"paused"`, `"ended"`),
		"custom_task_id_empty":  attribute(`custom_task_id = ""`, "Invalid Attribute Value Length", "custom_task_id"),
		"custom_task_id_long":   attribute(fmt.Sprintf(`custom_task_id = %q`, strings.Repeat("x", 65)), "Invalid Attribute Value Length", "custom_task_id"),
		"multi_call_type":       attribute(`multi_call = { type = "everyone" }`, mismatch, "multi_call.type", `"all"`, `"unanswered"`),
		"multi_call_rounds":     attribute(`multi_call = { max_rounds = 0 }`, badValue, "multi_call.max_rounds", "at least 1"),
		"multi_call_interval":   attribute(`multi_call = { interval = -1 }`, badValue, "multi_call.interval", "at least 0"),
		"timeouts":              attribute(`timeouts = { create = "soon" }`, "Malformed duration", "timeouts.create", "at least 1s"),
		"stops_before_starting": attribute("desired_status = \"running\"\nscheduled_time = \"2026-12-01 18:00:00\"\npaused_time = \"2026-12-01 09:00:00\"", "would stop before it starts", "paused_time must be after scheduled_time"),

		"no_list":       {summary: "No numbers to call", details: []string{"numbers, numbers_file", "Give exactly one"}},
		"two_lists":     attribute(`numbers_file = "list.csv"`, "More than one number list", "numbers, numbers_file", "Give exactly one"),
		"file_unnamed":  {lines: []string{`numbers_file = ""`}, summary: "Invalid Attribute Value Length", details: []string{"numbers_file"}},
		"inline_empty":  {lines: []string{`numbers = []`}, summary: "No numbers to call", details: []string{"numbers is an empty list", "at least 1 entry"}},
		"inline_long":   {lines: []string{`numbers = [for i in range(501) : { phone = format("138%08d", i) }]`}, details: []string{"500"}},
		"inline_phone":  {lines: []string{`numbers = [{ phone = "13800000001" }, { phone = "1380000000x" }]`}, summary: "Problems in the number list", details: []string{"index 1: phone has a letter"}},
		"inline_short":  {lines: []string{`numbers = [{ phone = "1380" }]`}, summary: "Problems in the number list", details: []string{"index 0: phone has fewer than 5 digits"}},
		"inline_twice":  {lines: []string{`numbers = [{ phone = "13800000001" }, { phone = "138-0000-0001" }]`}, summary: "Problems in the number list", details: []string{"index 1: phone", "index 0"}},
		"inline_time":   {lines: []string{`numbers = [{ phone = "13800000001", time = -5 }]`}, summary: "Problems in the number list", details: []string{"index 0: time is neither unix seconds"}},
		"text_phone":    {lines: []string{`numbers_wo = "phone\n13800000001\n1380000000x\n"`}, summary: "Problems in the number list", details: []string{"line 3: phone has a letter", "Nothing was sent."}},
		"text_empty":    {lines: []string{`numbers_wo = ""`}, summary: "Unusable number list", details: []string{"no numbers", "Nothing was sent."}},
		"inline_millis": {lines: []string{`numbers = [{ phone = "13800000001", time = 1796000000000 }]`}, summary: "Problems in the number list", details: []string{"index 0: time looks like milliseconds"}},
	}
}

// unusableInputs are refused by the plan, when files are read and the state is known.
func unusableInputs(t *testing.T) map[string]refusal {
	dir := t.TempDir()
	file := func(name, content, summary string, details ...string) refusal {
		return refusal{lines: []string{numbersFile(writeFile(t, dir, name, content))}, summary: summary, details: append(details, name, "Nothing was sent.")}
	}
	content := func(name, text string, details ...string) refusal {
		return file(name, text, "Problems in the number list", details...)
	}
	return map[string]refusal{
		"new_task_paused": {
			lines: []string{inline, `desired_status = "paused"`}, summary: "A new task cannot be paused",
			details: []string{"Set desired_status to not_started, started or running", "Nothing was sent."},
		},
		"new_task_ended": {
			lines: []string{inline, `desired_status = "ended"`}, summary: "A new task cannot be ended",
			details: []string{"Set desired_status to not_started, started or running", "Nothing was sent."},
		},
		"file_missing": {
			lines: []string{numbersFile(filepath.Join(dir, "missing.csv"))}, summary: "Number file not found",
			details: []string{"missing.csv", "path.module", "Nothing was sent."},
		},
		"file_directory": {
			lines: []string{numbersFile(mkdir(t, dir, "folder.csv"))}, summary: "Unusable number list",
			details: []string{"is a directory", "Nothing was sent."},
		},
		"withheld_missing": {
			lines: []string{inline, fmt.Sprintf("do_not_call_file = %q", filepath.Join(dir, "nobody.csv"))}, summary: "ile not found",
			details: []string{"nobody.csv", "Nothing was sent."},
		},
		"withheld_malformed": {
			lines: []string{inline, fmt.Sprintf("do_not_call_file = %q", writeFile(t, dir, "withheld.csv", "phone\nnobody\n"))}, summary: "Problems in the",
			details: []string{"line 2: phone has no digits", "withheld.csv", "Nothing was sent."},
		},
		"file_extension":  file("list.doc", "phone\n13800000001\n", "Unusable number list", ".xlsx, .json, .jsonl"),
		"file_gzip":       file("plain.csv.gz", "phone\n13800000001\n", "Unusable number list", "does not hold gzip data"),
		"file_empty":      file("empty.csv", "", "", "no"),
		"csv_header_only": file("header.csv", "phone\n", "Unusable number list", "has no numbers"),

		"csv_no_header":      content("bare.csv", "13800000001,Li\n13800000002,Wang\n", "line 1", "the first line must name the columns"),
		"csv_unknown_column": content("unknown.csv", "phone,nickname\n13800000001,Li\n", "line 1: the column \"nickname\" is not known", `columns = { phone = "phone" }`),
		"csv_column_twice":   content("twice.csv", "phone,user_id,userid\n13800000001,a,b\n", "line 1: column 3 repeats the column user_id"),
		"csv_no_phone":       content("nophone.csv", "user_id,ext\na,b\n", "line 1: there is no column phone"),
		"csv_ragged":         content("ragged.csv", "phone,user_id\n13800000001,a,b\n", "line 2"),
		"csv_phone":          content("phone.csv", "phone\n13800000001\n1380000000o\n", "line 3: phone has a letter"),
		"csv_spreadsheet":    content("sheet.csv", "phone\n1.39E+10\n", "line 2: phone was shortened by a spreadsheet"),
		"csv_phone_missing":  content("gap.csv", "phone,user_id\n,a\n", "line 2: phone is missing"),
		"csv_phone_long":     content("long.csv", "phone\n1380000000113800000\n", "line 2: phone has more than 18 digits"),
		"csv_duplicate":      content("duplicate.csv", "phone\n13800000001\n13800000002\n(138) 0000-0001\n", "line 4: phone", "line 2"),
		"csv_time":           content("time.csv", "phone,time\n13800000001,tomorrow\n", "line 2: time is neither unix seconds"),
		"csv_many":           content("many.csv", "phone\n"+strings.Repeat("nobody\n", 25), "has 25 problems", "25 phones have no digits: lines 2, 3", "11 … and 15 more"),
		"json_object":        content("object.json", `{"phone":"13800000001"}`, "array"),
		"json_broken":        content("broken.json", `[{"phone":"13800000001"},{"phone":`, "index 1"),
		"json_unknown_key":   content("key.json", `[{"phone":"13800000001","nickname":"Li"}]`, "index 0"),
		"json_phone":         content("phone.json", `[{"phone":"13800000001"},{"phone":"x"}]`, "index 1 (line 1): phone has no digits"),
		"jsonl_broken":       content("broken.jsonl", "{\"phone\":\"13800000001\"}\n{\"phone\"\n", "line 2"),
	}
}

func mkdir(t *testing.T, dir, name string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAccEveryBadInputIsRefusedByThePlanAndNothingIsSent(t *testing.T) {
	t.Parallel()
	for group, inputs := range map[string]map[string]refusal{"malformed": malformedInputs(), "unusable": unusableInputs(t)} {
		t.Run(group, func(t *testing.T) {
			t.Parallel()
			platform := startPlatform(t, yccalltest.Config{})
			var config strings.Builder
			config.WriteString(providerBlock(platform))
			for _, name := range slices.Sorted(maps.Keys(inputs)) {
				config.WriteString(taskBlock(name, inputs[name].lines...))
			}
			o := newCommandLine(t).plan(config.String())
			if !o.failed {
				t.Error("the plan succeeded")
			}
			for name, input := range inputs {
				t.Run(name, func(t *testing.T) { input.wantAlone(t, o, "yccall_outbound_task."+name) })
			}
			if requests := platform.Journal(); len(requests) > 0 {
				t.Errorf("%d requests were sent, the first of them %s", len(requests), requests[0].Service)
			}
		})
	}
}

// wantAlone checks that the block whose address ends like this has one error, which says what it should
// and shows no number.
func (r refusal) wantAlone(t *testing.T, o result, address string) {
	t.Helper()
	var errors []diagnostic
	for _, d := range o.of("error") {
		if strings.HasSuffix(d.Address, address) {
			errors = append(errors, d)
		}
	}
	if len(errors) != 1 {
		t.Fatalf("there are %d errors, want one: %q", len(errors), errors)
	}
	errors[0].want(t, r.summary, r.details...)
	if shown := errors[0].shown(); strings.Contains(shown, "1380000") {
		t.Errorf("the error shows a number:\n%s", shown)
	}
}

func TestAccBadProviderSettingsAreRefusedByThePlanAndNothingIsSent(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	endpoint := fmt.Sprintf("endpoint = %q", platform.URL())
	block := func(summary string, detail string, lines ...string) refusal {
		return refusal{lines: lines, summary: summary, details: []string{detail}}
	}
	for group, inputs := range map[string]map[string]refusal{
		"malformed": {
			"endpoint_empty": block("Invalid Attribute Value Length", "endpoint", `endpoint = ""`, login),
			"token_empty":    block("Invalid Attribute Value Length", "token", endpoint, `token = ""`),
			"timeout_form":   block("Malformed duration", "request_timeout must be a Go duration of at least 1s", endpoint, login, `request_timeout = "90"`),
			"timeout_short":  block("Malformed duration", "at least 1s", endpoint, login, `request_timeout = "10ms"`),
			"retries_many":   block("Invalid Attribute Value", "max_retries", endpoint, login, `max_retries = 21`),
			"two_ways":       block("Two ways to authenticate", "Keep either token, or app_id and access_key", endpoint, `token = "aaaabbbbccccddddeeeeffff00001111"`, `app_id = "demo-app"`),
		},
		"unusable": {
			"endpoint_none":     block("No endpoint", "YCCALL_ENDPOINT", login),
			"endpoint_scheme":   block("Unusable endpoint", "http:// or https://", `endpoint = "yccall.example.com:8080"`, login),
			"endpoint_query":    block("Unusable endpoint", "query", `endpoint = "https://yccall.example.com/?service=x"`, login),
			"endpoint_password": block("Unusable endpoint", "user name or a password", `endpoint = "https://me:secret@yccall.example.com"`, login),
			"endpoint_unknown":  block("Provider configuration not known while planning", "YCCALL_ENDPOINT", `endpoint = terraform_data.later.id`, login),
			"token_unknown":     block("Provider configuration not known while planning", "YCCALL_TOKEN", endpoint, `token = terraform_data.later.id`),
			"credentials_none":  block("No credentials", "YCCALL_APP_ID", endpoint),
			"access_key_none":   block("No access key", "YCCALL_ACCESS_KEY", endpoint, `app_id = "demo-app"`),
			"app_id_none":       block("No application id", "YCCALL_APP_ID", endpoint, `access_key = "demo-key"`),
		},
	} {
		t.Run(group, func(t *testing.T) {
			t.Parallel()
			var config strings.Builder
			config.WriteString("resource \"terraform_data\" \"later\" {}\n")
			for _, name := range slices.Sorted(maps.Keys(inputs)) {
				fmt.Fprintf(&config, "provider \"yccall\" {\nalias = %q\n%s\n}\n", name, strings.Join(inputs[name].lines, "\n"))
				config.WriteString(taskBlock(name, inline, "provider = yccall."+name))
			}
			o := newCommandLine(t).plan(config.String())
			for name, input := range inputs {
				t.Run(name, func(t *testing.T) {
					input.wantAlone(t, o, `/yccall/yccall"].`+name)
				})
			}
			if strings.Contains(o.text, "aaaabbbb") || strings.Contains(o.text, "demo-key") {
				t.Errorf("the output shows a secret:\n%s", o.text)
			}
		})
	}
	if requests := platform.Journal(); len(requests) > 0 {
		t.Errorf("%d requests were sent", len(requests))
	}
}
