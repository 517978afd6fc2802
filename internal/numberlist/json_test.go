package numberlist

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

func TestJSONIsReadWhateverItsForm(t *testing.T) {
	t.Parallel()
	want := []Entry{
		{Phone: "02120280001", Time: 1767225600, UserID: "u1", MemberID: "m1", CustomUUID: "c1", Ext: "e1"},
		{Phone: "18012345678901", Ext: "\"\\/\b\f\n\r\té\u4e2d\U0001F600"},
	}
	objects := []string{
		`{"phone":"021-2028 0001","time":1767225600,"user_id":"u1","member_id":"m1","custom_uuid":"c1","ext":"e1"}`,
		`{ "EXT" : "\"\\\/\b\f\n\r\t\u00e9\u4E2D\ud83d\ude00" , "Phone" : 18012345678901 , "time" : null, "userId" : "" }`,
	}
	spread := strings.NewReplacer(`,"`, ",\n\t\"", " : ", "\r\n:\t").Replace("\ufeff [ " + strings.Join(objects, " ,\n ") + " ]\n")
	for name, text := range map[string]string{
		"array":  "[" + strings.Join(objects, ",") + "]",
		"spread": spread,
		"lines":  strings.Join(objects, "\n"),
		"CRLF":   "\ufeff" + strings.Join(objects, "\r\n\r\n") + "\r\n",
	} {
		if diff := cmp.Diff(want, entriesOf(t, Text(text))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestNumericTimeMayBeText(t *testing.T) {
	t.Parallel()
	got := entriesOf(t, Text(`[{"phone":"02120280001","time":"1767225600"},{"phone":"02120280002","time":""}]`))
	if got[0].Time != 1767225600 || got[1].Time != 0 {
		t.Errorf("times %d and %d", got[0].Time, got[1].Time)
	}
}

// phoneProblem is what is wrong with a phone, as it is said of an entry.
func phoneProblem(text string) string {
	_, err := phone.Read(text)
	return "phone " + err.Error()
}

func TestJSONEntryProblems(t *testing.T) {
	t.Parallel()
	says := func(f *phone.Fault) string { return (&phone.Error{Fault: f}).Error() }
	notObject, malformed, nested, notDigits := "the row "+says(faultNotObject), "the row "+says(faultJSON), says(faultJSONNested), "phone "+says(faultJSONPhone)
	timeForm, noText := "time "+says(faultTimeForm), "user_id "+says(faultJSONNoText)
	for entry, want := range map[string]string{
		`"02120280001"`:                      notObject,
		`2120280001`:                         notObject,
		`["02120280001"]`:                    notObject,
		`null`:                               notObject,
		`{}`:                                 "phone is missing",
		`{"phone":null}`:                     "phone is missing",
		`{"phone":1.8e10}`:                   notDigits,
		`{"phone":-2120280001}`:              notDigits,
		`{"phone":2120280001.0}`:             notDigits,
		`{"phone":true}`:                     "phone " + says(faultJSONNoText),
		`{"phone":02120280001}`:              "the row " + says(faultJSONNumber),
		`{"phone":+2120280001}`:              "the row " + says(faultJSONNumber),
		`{"phone":"1.8e10"}`:                 phoneProblem("1.5E+10"),
		`{"phone":{"number":"02120280001"}}`: "phone " + nested,
		`{"phone":["02120280001"]}`:          "phone " + nested,
		`{"phone":"02120280001","time":1.5}`: timeForm,
		`{"phone":"02120280001","time":1767225600000}`:    "time " + says(faultTimeMillis),
		`{"phone":"02120280001","time":false}`:            timeForm,
		`{"phone":"02120280001","user_id":7}`:             noText,
		`{"phone":"02120280001","userid":"","user_id":7}`: "user_id stands in the entry twice",
		`{"phone":"02120280001",}`:                        "the row " + says(faultJSONComma),
		`{"phone" "02120280001"}`:                         malformed,
		`{"phone":"02120280001" "ext":"x"}`:               malformed,
		`{"phone":"02120280001","ext":"\x"}`:              malformed,
		`{"phone":"02120280001","ext":"\ud83d"}`:          malformed,
		`{"phone":"02120280001","ext":"\ude00\ud83d"}`:    malformed,
		`{"phone":"02120280001","ext":"\ud83dx\ude00"}`:   malformed,
		`{"phone":"02120280001","ext":"\u12g4"}`:          malformed,
		"{\"phone\":\"02120280001\",\"ext\":\"\t\"}":      "the row " + says(faultJSONControl),
		`{"phone":nil}`:                       "the row " + says(faultJSONWord),
		`{phone:"02120280001"}`:               "the row " + says(faultJSONQuotes),
		"{\"phone\":'02120280001'}":           "the row " + says(faultJSONQuotes),
		`{"phone":"02120280001","name":None}`: "the row " + says(faultJSONWord),
		`{"phone":"02120280001","name":"\x"}`: malformed,
		`{"phone":"02120280001"]}`:            malformed,
	} {
		if !strings.HasSuffix(entry, "]}") { // closes more than it opens, which only a line end can mend
			problems := problemsOf(t, Text("[{\"phone\":\"02120280009\"},\n"+entry+",{\"phone\":\"1\"}]"))
			if diff := cmp.Diff([]string{"index 1 (line 2): " + want, "index 2 (line 2): " + phoneProblem("1")}, problems); diff != "" {
				t.Errorf("%s in an array: %s", entry, diff)
			}
		}
		problems := problemsOf(t, Text("{\"phone\":\"02120280009\"}\n"+entry+"\n{\"phone\":\"1\"}"))
		if diff := cmp.Diff([]string{"line 2: " + want, "line 3: " + phoneProblem("1")}, problems); diff != "" {
			t.Errorf("%s on a line: %s", entry, diff)
		}
	}
}

func TestJSONThatCannotBeReadOnSaysWhere(t *testing.T) {
	t.Parallel()
	const entry = `{"phone":"02120280001"}`
	long := `{"phone":"02120280002","ext":"` + strings.Repeat("x", 70<<10) + `"}`
	for name, c := range map[string]struct{ file, text, want string }{
		"cut in array":       {"l.json", "[" + entry, "line 1: " + jsonBroken},
		"cut after comma":    {"l.json", "[" + entry + ",\n", "index 1 (line 2): " + jsonBroken},
		"cut in entry":       {"l.json", "[\n" + entry + ",\n{\"phone\":\"0212", "index 1 (line 3): " + jsonBroken},
		"cut in escape":      {"l.json", "[\"\\", "index 0 (line 1): " + jsonBroken},
		"comma at the end":   {"l.json", "[" + entry + ",]", "index 1 (line 1): the JSON is malformed: a comma stands in front of the ] that closes it"},
		"two commas":         {"l.json", "[" + entry + ",\n," + entry + "]", "index 1 (line 2): the JSON is malformed: there is a comma too many in front of this entry"},
		"comment":            {"l.json", "[" + entry + ",\n// " + entry + "]", "index 1 (line 2): the JSON is malformed: it has no comments"},
		"no comma":           {"l.json", "[" + entry + "\n" + entry + "]", "line 2: the JSON is malformed: a comma is missing in front of this entry"},
		"NUL":                {"l.json", "\x00", "line 1: it is not JSON, which begins with [ or {: rename it to .csv if it is CSV"},
		"NUL at the end":     {"l.json", "[]\x00", "line 1: there is text after the end of the JSON array"},
		"two arrays":         {"l.json", "[" + entry + "]\n[]", "line 2: there is text after the end of the JSON array"},
		"lines in .json":     {"l.json", entry + "\n" + entry, "line 1: a JSON array is expected, in square brackets; JSON Lines belong in a file named .jsonl"},
		"text in .json":      {"l.json", "phone\n", "line 1: it is not JSON, which begins with [ or {: rename it to .csv if it is CSV"},
		"array in .jsonl":    {"l.jsonl", "[" + entry + "]", "line 1: JSON Lines have one object on each line; a JSON array belongs in a file named .json"},
		"object over lines":  {"l.jsonl", "{\n \"phone\": \"02120280001\"\n}\n", "line 1: JSON Lines have one object on each line, and here one goes on in the next line: write each object on a line of its own, as jq -c does"},
		"list in an object":  {"l.json", "{\"data\": [" + entry + "]}\n", "line 1: the list is inside an object, and a JSON array is expected: take it out, as jq .data or jsonencode(jsondecode(…).data) does"},
		"long list in one":   {"l.json", "{\"code\": 0, \"tags\": [[1], \"a\"], \"result\": {\"n\": {}, \"rows\": [" + strings.Repeat(entry+",", 10_000) + entry + "]}}", "line 1: the list is inside an object, and a JSON array is expected: take it out, as jq .result.rows or jsonencode(jsondecode(…).result.rows) does"},
		"no list in one":     {"l.json", "{\"data\": []}", "line 1: the list is inside an object, and a JSON array is expected: take it out, as jq .data or jsonencode(jsondecode(…).data) does"},
		"list within lines":  {"l.jsonl", "{\"data\": [" + entry + "]}\n", "line 1: a key is not known: \"data\". The list is inside an object, and a JSON array is expected: take it out, as jq .data or jsonencode(jsondecode(…).data) does"},
		"an entry alone":     {"l.json", "{\"phone\": \"02120280001\", \"calls\": [{}]}", "line 1: a JSON array is expected, in square brackets; JSON Lines belong in a file named .jsonl"},
		"phones within":      {"l.json", "[{\"contact\": {\"phone\": \"02120280001\"}}]", "index 0 (line 1): a key is not known: \"contact\". The phones seem to be within \"contact\", under \"phone\": bring them to the top of each entry, as jq 'map({phone: .contact.phone})' does"},
		"comma behind lines": {"l.jsonl", entry + ",\n", "line 1: the row " + (&phone.Error{Fault: faultJSONMore}).Error()},
		"long entry":         {"l.json", "[" + entry + "," + long + "]", "index 1 (line 1): the entry is longer than 64 KiB"},
		"long line":          {"l.jsonl", entry + "\n" + long, "line 2: the line is longer than 64 KiB"},
		"endless long entry": {"l.json", "[" + strings.Repeat("[", 1<<20), "index 0 (line 1): the entry is longer than 64 KiB"},
		"not UTF-8":          {"l.json", "[{\"phone\":\"02120280001\",\"ext\":\"\xd0\xd5\"}]", "index 0 (line 1): " + notUTF8Text([]byte("\xd0\xd5"), nil, "numbers_format")},
	} {
		if diff := cmp.Diff([]string{c.want}, problemsOf(t, writeList(t, c.file, c.text))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestKeyThatNoEntryHasIsNamed: the phones are missing for another reason than each row says.
func TestKeyThatNoEntryHasIsNamed(t *testing.T) {
	t.Parallel()
	const entry = `{"Mobile": "02120280001", "id": "C-1"}`
	for text, want := range map[string]string{
		"[" + entry + "]": `no entry has the key "phone", which numbers_format names for phone; the keys are "Mobile", "id"`,
		entry + "\n":      `no entry has the key "phone", which numbers_format names for phone; the keys are "Mobile", "id"`,
		"[" + strings.Repeat(entry+",", 2*hopelessRows) + entry + "]": `no entry has the key "phone"`,
	} {
		source, err := Text(text).As(Format{Columns: map[string]string{"phone": "phone"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, skip := range []bool{false, true} {
			if _, err = Check(context.Background(), source, CheckOptions{SkipBadRows: skip}); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%.40q: %v", text, err)
			}
		}
		if _, err = CheckDoNotCall(context.Background(), source); err == nil || !strings.Contains(err.Error(), strings.ReplaceAll(want, "numbers_format", "do_not_call_format")) {
			t.Errorf("%.40q as a do-not-call list: %v", text, err)
		}
	}
	source, err := Text("[" + entry + "]").As(Format{Columns: map[string]string{"phone": "Mobile", "user_id": "ID"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Check(context.Background(), source, CheckOptions{}); err == nil || !strings.Contains(err.Error(), `no entry has the key "ID", which numbers_format names for user_id`) {
		t.Errorf("a key in another case: %v", err)
	}
}

// FuzzJSONEntry holds the parser to encoding/json: what it takes must be JSON and mean the same.
func FuzzJSONEntry(f *testing.F) {
	for _, text := range []string{
		`{"phone":"02120280001","time":1767225600,"ext":"\u4e2d\ud83d\ude00\n"}`, `{"phone":18012345678}`, `{"phone":null,"time":-0.5e+3}`,
		`{"phone":{}}`, `{}`, ` { } `, `{"phone":"a","PHONE":"b"}`, `{"time":01}`, `{"e\u0078t":"x"}`, `{"phone":tru}`, `{"ext":"\ud83d"}`, `{"":00}`, `{"a":[1,{"b":"]"}],"phone":"1"}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > maxRowBytes || !utf8.ValidString(text) {
			return
		}
		var (
			parser = objectParser{keys: &keys{}}
			row    cells
		)
		fault := parser.parse([]byte(text), &row)
		var want map[string]any
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		isObject := json.Valid([]byte(text)) && decoder.Decode(&want) == nil && want != nil
		if fault == nil && !isObject {
			t.Fatalf("%q is taken, and is no object", text)
		}
		if fault == faultJSON && isObject && !strings.Contains(strings.ToLower(text), `\ud`) {
			t.Fatalf("%q is refused as malformed", text)
		}
		if fault != nil {
			return
		}
		for key, value := range want {
			f, known := fieldNamed([]byte(key))
			if !known {
				if !slices.Contains(parser.keys.unknown, key) && len(parser.keys.unknown) < maxNamesShown {
					t.Fatalf("%q: the key %q was not noticed", text, key)
				}
				continue
			}
			var plain string
			switch value := value.(type) {
			case string:
				plain = value
			case json.Number:
				plain = value.String()
			case bool:
				plain = map[bool]string{true: "true", false: "false"}[value]
			}
			if string(row[f]) != plain {
				t.Fatalf("%q: %s is %q, want %q", text, f, row[f], plain)
			}
		}
	})
}

// FuzzJSONArray holds the division into elements to encoding/json.
func FuzzJSONArray(f *testing.F) {
	for _, text := range []string{
		`[]`, `[{"phone":"02120280001"},{"phone":"02120280002","ext":"]},{\"\\"}]`, `[{"phone":"02120280001"},]`, `[1,"]",[[]],null]`, `[{]}`, `[`, `{}`, ` [ "\\" ] x`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > maxRowBytes || !utf8.ValidString(text) {
			return
		}
		var c entryCollector
		in := newInput(t.Context(), &smallReads{text}, MaxSourceBytes)
		err := readJSONArray(in, Format{}, &rowScan{maxRows: MaxRows, to: &c})
		if err != nil || strings.Trim(text, " \t\r\n") == "" {
			return
		}
		var want []map[string]any
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatalf("%q is taken, and is no array of objects: %v", text, err)
		}
		if len(want) != len(c.entries) {
			t.Fatalf("%q has %d entries, %d were read", text, len(want), len(c.entries))
		}
	})
}
