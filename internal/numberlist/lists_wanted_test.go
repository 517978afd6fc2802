package numberlist

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// wantedList is what becomes of files in testdata/lists.
type wantedList struct {
	files  string // the beginnings of their names
	format Format
	code   string // calling code
	skip   bool   // leave bad rows out
	take   string // these numbers and no others; empty if the list is refused
	says   string // the error, or the detail of a warning, has this text
	warns  []WarningKind
}

func columnsOf(pairs ...string) Format {
	f := Format{Columns: map[string]string{}}
	for i := 0; i < len(pairs); i += 2 {
		f.Columns[pairs[i]] = pairs[i+1]
	}
	return f
}

const (
	one   = "07700900001"
	two   = "07700900001 07700900002"
	three = "07700900001 07700900002 07700900003"
)

var wantedLists = []wantedList{
	// Spreadsheets.
	{files: "a01 a02 a19", says: "shortened by a spreadsheet"},
	{files: "a03", take: "13800000001 447700900002"},
	{files: "a04", take: "07700900001 +447700900002"},
	{files: "a06", take: two},
	{files: "a07", take: one},
	{files: "a08", says: "commas between groups of digits"},
	{files: "a09", take: "13800000001 13800000002"},
	{files: "a05", take: "7700900001 07700900002 7700900003", says: "lines 2, 4", warns: []WarningKind{WarnZeroLost}},
	{files: "a11", take: "447701000000 447702000000 447703000000", says: "end in six zeros: lines 2, 3, 4", warns: []WarningKind{WarnRounded}},
	{files: "a12", says: "line 3: phone is missing"},
	{files: "a12", skip: true, take: "07700900001 07700900003", says: "line 3: phone is missing", warns: []WarningKind{WarnBadRows}},
	{files: "a13", take: "13800000001"},
	{files: "a14", says: "look like dates"},
	{files: "a15", take: "110101199003070011 999999202001010019", warns: []WarningKind{WarnLong}},
	{files: "a16", says: "# signs"},
	{files: "a20", take: "13800000001"},
	{files: "a21", says: "2 phones were shortened by a spreadsheet"},
	// Phones.
	{files: "b01", take: "2025550101 0639980001"},
	{files: "b02", says: "a slash"},
	{files: "b04", take: "07700900001 +447700900002"},
	{files: "b05", take: "+447700900001 07700900002"},
	{files: "b07", take: "13800000001 +447700900002"},
	{files: "b08", take: "01062345678 01062345679 01062345670"},
	{files: "b09", says: "another script"},
	{files: "b10", says: "5 phones have an extension"},
	{files: "b11", says: "2 phones have what seems to be an extension at the end"},
	{files: "b12", says: "digits in a parenthesis at the end"},
	{files: "b14", says: "3 phones have two numbers"},
	{files: "b18 b19 n06", says: "a 0 behind the country code"},
	{files: "b20", take: "+447700900001 00447700900001 07700900001 7700900001", says: "lines 2, 3, 4, 5", warns: []WarningKind{WarnLookalikes, WarnZeroLost}},
	{files: "b20", code: "44", says: "3 phones repeat earlier ones"},
	{files: "b20", code: "44", skip: true, take: "+447700900001", says: "repeat", warns: []WarningKind{WarnBadRows}},
	{files: "b21", take: "13800000001 +8613800000001 8613800000001 013800000001", says: "lines 2, 3, 4, 5", warns: []WarningKind{WarnLookalikes, WarnZeroLost, WarnPlusLost}},
	{files: "b21", code: "86", says: "3 phones repeat earlier ones"},
	{files: "b23", says: "a letter"},
	{files: "b24", says: "line 3: phone repeats the one on line 2"},
	{files: "b24", skip: true, take: two, warns: []WarningKind{WarnBadRows}},
	{files: "b25", says: "300 phones repeat earlier ones: lines 402, 403"},
	{files: "b26", says: "fewer than 5 digits: lines 2, 3"},
	{files: "b28", says: `"phone_code" seems to have the country codes`},
	{files: "b29", says: "34 phones have a letter: lines 2, 11, 20"},
	{files: "b32", take: "09098790001 +88213000001"},
	{files: "b40", says: "3 phones have what seems to be the number of a row in front"},
	{files: "b41", says: "3 phones have digits hidden behind other characters"},
	{files: "b42", says: "4 phones have what seems to be an extension at the end"},
	{files: "b43", take: "1380000000112 010623456788001 13800000003", says: "more digits than a telephone number has: lines 2, 3", warns: []WarningKind{WarnLong}},
	{files: "b44", says: "2 phones are a formula, or the error of one"},
	{files: "b45", says: `"区号" seems to have the area codes`},
	{files: "b46", says: "3 phones have two numbers"},
	{files: "b47", says: "4 phones have what seems to be an extension"},
	{files: "b48", says: "3 phones have an extension"},
	{files: "b49", says: "3 phones have no digits"},
	{files: "b51", says: "4 phones have what seems to be the number of a row in front"},
	{files: "b52", says: "3 phones have what seems to be an extension"},
	{files: "b50", says: "the number of an identity card"},
	// Delimiters, encodings, line ends.
	{files: "c01 c26", take: two},
	{files: "c02 c03 c04 c05 c07 c09 c10 c17 c27", take: one},
	{files: "c11", says: "UTF-16 text without a byte order mark"},
	{files: "c11", format: Format{Encoding: "utf-16le"}, take: one},
	{files: "c12", says: `encoding = "gb18030"`},
	{files: "c12", format: Format{Encoding: "gb18030"}, take: "13800000001 13800000002"},
	{files: "c14", take: "13800000001"},
	{files: "c16", says: `encoding = "windows-1252"`},
	{files: "c16", format: Format{Encoding: "windows-1252"}, take: one},
	{files: "c19", take: two},
	{files: "c28", says: `columns = { phone = "phone" }`},
	{files: "c31", says: "text behind a closing quote"},
	{files: "c32", says: "single quotes"},
	{files: "c33", says: "no digits"},
	{files: "c35", says: "a quote inside a field"},
	{files: "c40", says: "UTF-16 text without a byte order mark"},
	{files: "c40", format: Format{Encoding: "utf-16le", Columns: map[string]string{"phone": "手机号"}}, take: "13800000001"},
	{files: "c41", says: `encoding = "big5"`},
	{files: "c41", format: Format{Encoding: "big5", Columns: map[string]string{"phone": "電話"}}, take: "0912345678"},
	{files: "c42", says: `encoding = "shift_jis"`},
	{files: "c42", format: Format{Encoding: "shift_jis", Columns: map[string]string{"phone": "電話番号"}}, take: "09012345678"},
	{files: "c55", take: one},
	{files: "c56", take: two},
	{files: "c57", says: `divided by "\x1f"`},
	{files: "c43", says: `divided by ":"`},
	{files: "c52", says: `encoding = "euc-kr"`},
	{files: "c52", format: Format{Encoding: "euc-kr", Columns: map[string]string{"phone": "전화번호"}}, take: "01012345678"},
	{files: "c52", format: Format{Encoding: "gb18030", Columns: map[string]string{"phone": "전화번호"}}, says: "there is no column"},
	{files: "c53", says: `encoding = "windows-1251"`},
	{files: "c53", format: Format{Encoding: "windows-1251", Columns: map[string]string{"phone": "Телефон"}}, take: "+79161234567"},
	{files: "c54", says: "lists in several encodings"},
	{files: "c12", format: Format{Encoding: "big5"}, take: "13800000001 13800000002", says: `say encoding = "gb18030"`, warns: []WarningKind{WarnEncoding}},
	{files: "c44", says: "2 rows are divided by something else than the header"},
	{files: "c45", says: "line 3: the row has a carriage return in it"},
	{files: "c46", take: one},
	{files: "c47", says: "bytes that no text has"},
	{files: "c48", says: "in single quotes"},
	{files: "c50 c51", skip: true, says: "line 2: the row has"},
	{files: "c50", says: "looks like a row of the list"},
	// Headers.
	{files: "d01", take: three},
	{files: "d02 d03", says: "the first line must name the columns"},
	{files: "d05", says: `columns = { phone = "手机号", user_id = "客户编号" }`},
	{files: "d05", format: columnsOf("phone", "手机号", "user_id", "客户编号"), take: "13800000001"},
	{files: "d07 d28 d29", take: one},
	{files: "d09", says: `columns = { phone = "mobile", user_id = "customer_id" }`},
	{files: "d09", format: columnsOf("phone", "mobile", "user_id", "customer_id"), take: one},
	{files: "d10", says: `columns = { phone = "phone", user_id = "user-id", member_id = "memberId" }`},
	{files: "d11", says: "column 3 repeats the column phone"},
	{files: "d12 d13 d14", says: `columns = { phone = "phone", user_id = "user_id" }`},
	{files: "d12 d13 d14", format: columnsOf("phone", "phone", "user_id", "user_id"), take: one},
	{files: "d15 d16 e19", says: "has no numbers"},
	{files: "d17 d19 d20", take: two},
	{files: "d23", says: "line 5: phone has a letter"},
	{files: "d24", says: "the one below"},
	{files: "d31 n15 n16", says: `columns = { phone = "phone" }`},
	{files: "d31 n15", format: columnsOf("phone", "phone"), take: one},
	{files: "d32", says: "more columns than the header"},
	{files: "d33", take: "1796122800"},
	{files: "d40", says: "the one below"},
	{files: "d40", format: columnsOf("phone", "Telefonnummer"), says: "the one below"},
	{files: "d41", says: `Several columns are called "手机"`},
	{files: "d42", says: `columns = { phone = "Phone Number", user_id = "User ID" }`},
	{files: "d43", says: "line 1: phone has an extension"},
	{files: "d44", says: "lists have no comments"},
	{files: "d45 d46", says: "the one below"},
	{files: "d47", format: columnsOf("phone", "téléphone mobile"), take: "0612345678"},
	{files: "d48", says: `columns = { phone = "Phone 1" }`},
	{files: "d48", format: columnsOf("phone", "Phone 1"), take: one},
	{files: "d49", says: "write each number in a row of its own"},
	{files: "d50", says: "line 3: phone is the name of the column"},
	{files: "d50", skip: true, take: two, says: "line 3: phone is the name of the column", warns: []WarningKind{WarnBadRows}},
	{files: "d51", format: columnsOf("phone", "phone"), says: "looks like a row already"},
	// JSON.
	{files: "e40", says: `within "contact", under "phone"`},
	{files: "e01", take: "13800000001 447700900002"},
	{files: "e02", says: "not just digits"},
	{files: "e20", says: "phone is not a text"},
	{files: "e03", says: "inside an object"},
	{files: "e04", says: "phone is missing"},
	{files: "e05", take: two},
	{files: "e06", says: "file named .json"},
	{files: "e07", says: "file named .jsonl"},
	{files: "e08", says: "no objects"},
	{files: "e10", says: `columns = { phone = "phone" }`},
	{files: "e10", format: columnsOf("phone", "phone"), take: one},
	{files: "e11 e29", says: "a list or an object"},
	{files: "e12 e13 e17 e18", take: one},
	{files: "e14", says: "a comma stands in front of the ]"},
	{files: "e15 n14", says: "one object on each line"},
	{files: "e16", says: "UTF-16"},
	{files: "e22", says: "such as NaN"},
	{files: "e24", says: "a number that begins with 0"},
	{files: "n24", says: "a comma too many"},
	{files: "n26", says: "without double quotes"},
	{files: "e23", says: "twice"},
	{files: "e25", says: "not JSON"},
	{files: "e26", says: "it is a JSON array"},
	{files: "e27 e28", says: "neither unix seconds"},
	// Files.
	{files: "f01", says: "does not hold gzip data"},
	{files: "f02", says: "compressed with gzip"},
	{files: "f03", take: two},
	{files: "f04 f05 f09 f19", take: one},
	{files: "f40", take: "13800000001 13800000002"},
	{files: "f41", says: "this one has columns"},
	{files: "f42", says: "a picture"},
	{files: "f43", says: "it is text, whatever its name says: rename it to .csv"},
	{files: "f44", says: "a web page"},
	{files: "f06", says: "it is an Excel workbook"},
	{files: "f11", says: "a web page"},
	{files: "f12-old.csv", says: "an Excel workbook of the old kind"},
	{files: "f14", says: "rename it to .csv"},
	{files: "f15", says: "unexpected EOF"},
	{files: "f17", says: "a ZIP archive"},
	{files: "f18-ods.csv", says: "an OpenDocument file"},
	{files: "f45", says: "git lfs pull"},
	{files: "f46", says: "decrypt it first"},
	{files: "f47", says: "MHTML"},
	{files: "f48", says: "it is empty"},
	// Times, ids and texts. A time that has passed is counted (g08): people on a running campaign would become an error.
	{files: "g01 g40", says: "dates without their offset"},
	{files: "g02 g08", take: two},
	{files: "g03", says: "counts of days"},
	{files: "g04 g09", says: "milliseconds, or even smaller units"},
	{files: "g06", says: "before the year 2001"},
	{files: "g10 g12 n23", says: "neither unix seconds"},
	{files: "g13 g20", take: one},
	{files: "g41", says: "3 times are dates that no calendar has, or that are written in another way"},
	{files: "g42", says: "5 times are dates without their offset"},
	{files: "g43", says: "time was shortened by a spreadsheet"},
	{files: "g21", says: "belongs to no phone"},
	{files: "g22 g27", says: "longer than 4,096 bytes"},
	{files: "g23 g24", says: "longer than 64 KiB"},
	{files: "g26", take: two, warns: []WarningKind{WarnShortenedID}},
	{files: "h00", says: "line 5: phone has a 0 behind the country code"},
	// Others.
	{files: "n03", says: "line 3: phone is the name of the column"},
	{files: "n09", says: "what seems to be an extension at the end"},
	{files: "n10", take: "13800000001"},
	{files: "n11", take: "6234567862345679", warns: []WarningKind{WarnLong}},
	{files: "n18 n19", take: one},
}

// madeList returns the file in testdata whose name begins so.
func madeList(t *testing.T, beginning string) (source *Source, content string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "lists", beginning+"*"))
	if err != nil || len(paths) != 1 {
		t.Fatalf("%d files begin with %s: %v", len(paths), beginning, err)
	}
	data, err := os.ReadFile(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	return mustFile(t, paths[0]), string(data)
}

func TestListsAsPeopleHaveThem(t *testing.T) {
	t.Parallel()
	for _, want := range wantedLists {
		for beginning := range strings.FieldsSeq(want.files) {
			source, content := madeList(t, beginning)
			source, err := source.As(want.format)
			if err != nil {
				t.Fatal(err)
			}
			code, err := phone.ParseCallingCode(want.code)
			if err != nil {
				t.Fatal(err)
			}
			list, err := Check(context.Background(), source, CheckOptions{KeepSet: true, CallingCode: code, SkipBadRows: want.skip})
			said := ""
			switch {
			case err != nil:
				said = err.Error()
				if want.take != "" {
					t.Errorf("%s is refused: %v", source, err)
				}
			case want.take == "":
				t.Errorf("%s is taken", source)
			default:
				var got []string
				for batch, err := range list.Batches(context.Background(), nil) {
					if err != nil {
						t.Fatal(err)
					}
					for _, n := range batch.Numbers() {
						got = append(got, n.String())
					}
				}
				if !slices.Equal(got, strings.Fields(want.take)) {
					t.Errorf("%s: other numbers would be sent", source)
				}
				var kinds []WarningKind
				for _, w := range list.Warnings {
					kinds = append(kinds, w.Kind)
					said += w.Summary + "\n" + w.Detail + "\n"
				}
				if !slices.Equal(kinds, want.warns) {
					t.Errorf("%s: the warnings are %v, want %v", source, kinds, want.warns)
				}
			}
			if !strings.Contains(said, want.says) {
				t.Errorf("%s does not say %q: %s", source, want.says, said)
			}
			noValueIn(t, source, content, said)
		}
	}
}

// noValueIn looks for each run of five digits and more of a list in what is said of it.
func noValueIn(t *testing.T, source *Source, content, said string) {
	t.Helper()
	runs := regexp.MustCompile(`[0-9]{5,}`)
	said = strings.ReplaceAll(said, source.String(), "")
	for _, run := range runs.FindAllString(said, -1) {
		if slices.Contains(runs.FindAllString(content, -1), run) {
			t.Errorf("a value of %s is in a message", source)
		}
	}
}

// TestEveryListFileIsInTheTable: no shape is forgotten.
func TestEveryListFileIsInTheTable(t *testing.T) {
	t.Parallel()
	var beginnings []string
	for _, want := range wantedLists {
		beginnings = append(beginnings, strings.Fields(want.files)...)
	}
	for _, f := range listFiles(t) {
		known := slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(f.name, b) })
		if !known && !strings.HasPrefix(f.name, "h") && f.name != "c21-cr-large.csv" {
			t.Errorf("%s is in no table", f.name)
		}
	}
	source, _ := madeList(t, "c21")
	if list := mustCheck(t, source, CheckOptions{}); list.Count != 5000 {
		t.Errorf("%s has %d numbers", source, list.Count)
	}
}

func TestDoNotCallListsAsPeopleHaveThem(t *testing.T) {
	t.Parallel()
	const list = "phone,user_id\n+447700900001,C-1\n07700900002,C-2\n07700900003,C-3\n"
	for _, c := range []struct {
		files, code, left, says string
		warns                   []WarningKind
	}{
		{files: "h01 h03 h04 h08 h11", left: "+447700900001 07700900003"},
		{files: "h02", left: "+447700900001"},
		{files: "h05", says: "line 3: phone has no digits"},
		{files: "h40", says: `do_not_call_format = {`},
		{files: "h41", says: "line 1: phone has a character that belongs to no phone"},
		{files: "h42", says: "each number of a range in a row of its own"},
		{files: "h43 h44 h46", says: "a number outside of the column of the phones"},
		{files: "h45", says: "looks like a row of the list"},
		{files: "h06", left: "+447700900001 07700900002 07700900003"},
		{files: "h07", code: "44", left: "07700900002 07700900003"},
		{files: "h07", left: "07700900002 07700900003"},
		{files: "h10", code: "44", left: "07700900003"},
		{files: "h10", left: "07700900003"},
		{files: "h09 h12", left: "+447700900001 07700900002 07700900003", warns: []WarningKind{WarnNobody}},
		{files: "h47", left: "+447700900001 07700900002 07700900003", warns: []WarningKind{WarnLong, WarnRounded}},
	} {
		for beginning := range strings.FieldsSeq(c.files) {
			source, content := madeList(t, beginning)
			doNotCall, err := CheckDoNotCall(context.Background(), source)
			if err != nil {
				if c.says == "" || !strings.Contains(err.Error(), c.says) {
					t.Errorf("%s: %v", source, err)
				}
				noValueIn(t, source, content, err.Error())
				continue
			}
			var kinds []WarningKind
			for _, w := range doNotCall.Warnings {
				kinds = append(kinds, w.Kind)
				noValueIn(t, source, content, w.Detail)
			}
			if !slices.Equal(kinds, c.warns) {
				t.Errorf("%s: the warnings are %v, want %v", source, kinds, c.warns)
			}
			code, err := phone.ParseCallingCode(c.code)
			if err != nil {
				t.Fatal(err)
			}
			var left []string
			checked := mustCheck(t, Text(list), CheckOptions{CallingCode: code, Exclude: phone.NewMatcher(code, doNotCall.Set)})
			for batch, err := range checked.Batches(context.Background(), nil) {
				if err != nil {
					t.Fatal(err)
				}
				for _, n := range batch.Numbers() {
					left = append(left, n.String())
				}
			}
			if !slices.Equal(left, strings.Fields(c.left)) {
				t.Errorf("%s with calling code %q leaves out others", source, c.code)
			}
		}
	}
}
