package numberlist

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// entriesOf reads a list that must be right.
func entriesOf(t testing.TB, source *Source) []Entry {
	t.Helper()
	var c entryCollector
	if err := source.scan(context.Background(), false, &c); err != nil {
		t.Fatal(err)
	}
	return c.entries
}

type entryCollector struct{ entries []Entry }

func (c *entryCollector) entry(_ position, e *entry) error {
	c.entries = append(c.entries, Entry{
		Phone:      e.number.String(),
		Time:       e.time,
		UserID:     string(e.text(fieldUserID)),
		MemberID:   string(e.text(fieldMemberID)),
		CustomUUID: string(e.text(fieldCustomUUID)),
		Ext:        string(e.text(fieldExt)),
	})
	return nil
}

func (c *entryCollector) reject(problems []Problem) error { return &fatalProblem{problems[0]} }

func TestCSVIsReadWhateverItsForm(t *testing.T) {
	t.Parallel()
	full := []Entry{
		{Phone: "02120280001", Time: 1767225600, UserID: "u1", MemberID: "m1", CustomUUID: "c1", Ext: "e1"},
		{Phone: "+862120280002", Ext: "a, \"b\"\nc"},
	}
	for name, text := range map[string]string{
		"plain":       "phone,time,user_id,member_id,custom_uuid,ext\n02120280001,1767225600,u1,m1,c1,e1\n+862120280002,,,,,\"a, \"\"b\"\"\nc\"\n",
		"wire names":  "phone,time,userid,memberid,customuuid,ext\n02120280001,1767225600,u1,m1,c1,e1\n+862120280002,,,,,\"a, \"\"b\"\"\nc\"\n",
		"other order": " EXT ,Custom_UUID,MemberID,USER_ID,Time,\"Phone\"\ne1,c1,m1,u1, 1767225600 ,021-2028-0001\n\"a, \"\"b\"\"\nc\",,,,,+86 2120280002",
		"Windows":     "\ufeffphone,time,user_id,member_id,custom_uuid,ext\r\n02120280001,1767225600,u1,m1,c1,e1\r\n\r\n+862120280002,,,,,\"a, \"\"b\"\"\r\nc\"\r\n,,,,,\r\n",
		"semicolons":  "phone;time;user_id;member_id;custom_uuid;ext\n02120280001;1767225600;u1;m1;c1;e1\n+862120280002;;;;;\"a, \"\"b\"\"\nc\"\n",
		"tabs":        "phone\ttime\tuser_id\tmember_id\tcustom_uuid\text\n02120280001\t1767225600\tu1\tm1\tc1\te1\n+862120280002\t\t\t\t\t\"a, \"\"b\"\"\nc\"\n",
		"pipes":       "phone|time|user_id|member_id|custom_uuid|ext\n02120280001|1767225600|u1|m1|c1|e1\n+862120280002|||||\"a, \"\"b\"\"\nc\"\n",
		"sep=":        "sep=;\r\nphone;time;user_id;member_id;custom_uuid;ext;;\r\n02120280001;1767225600;u1;m1;c1;e1\r\n+862120280002;;;;;\"a, \"\"b\"\"\r\nc\";;\r\n",
		"CR alone":    "phone,time,user_id,member_id,custom_uuid,ext\r02120280001,1767225600,u1,m1,c1,e1\r+862120280002,,,,,\"a, \"\"b\"\"\rc\"\r",
		"CRCRLF":      "phone,time,user_id,member_id,custom_uuid,ext\r\r\n02120280001,1767225600,u1,m1,c1,e1\r\r\n+862120280002,,,,,\"a, \"\"b\"\"\r\r\nc\"\r\r\n",
		"=\"\"":       "phone,time,user_id,member_id,custom_uuid,ext\n=\"02120280001\",=\"1767225600\",=\"u1\",m1,c1,e1\n\"=\"\"+862120280002\"\"\",,,,,\"a, \"\"b\"\"\nc\"\n",
		"invisible":   "\u200bphone\u00a0,time,\ufeffuser_id,member_id,custom_uuid,ext\n\u202a02120280001\u202c,1767225600\u00a0, u1\u3000,m1,c1,e1\n+86\u00a02120280002,,\u00a0,,,\"a, \"\"b\"\"\nc\"\n",
		"all quoted":  "\"phone\",\"time\",\"user_id\",\"member_id\",\"custom_uuid\",\"ext\"\r\n\"02120280001\",\"1767225600\",\"u1\",\"m1\",\"c1\",\"e1\"\r\n\"+862120280002\",\"\",\"\",\"\",\"\",\"a, \"\"b\"\"\r\nc\"",
	} {
		if diff := cmp.Diff(full, entriesOf(t, Text(text))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestCSVProblems(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 70<<10)
	const short = "phone has fewer than 5 digits: write the whole number, with its area code"
	quoteBare, quoteTrailed := "the row "+(&phone.Error{Fault: faultQuoteBare}).Error(), "the row "+(&phone.Error{Fault: faultQuoteTrailed}).Error()
	quoteOpen := "the row opens a quote that is never closed"
	gbk := notUTF8Text([]byte("\xd0\xd5\xc3\xfb"), nil, "numbers_format")
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"no phone column":  {"time,ext\n1,a", []string{"line 1: there is no column phone; the columns are " + columnList}},
		"repeated column":  {"phone,name,,Phone\n", []string{"line 1: column 4 repeats the column phone: give one of them another name, or take it out"}},
		"nameless column":  {"phone,,ext\n02120280001,,a\n02120280002,x,a\n", []string{"line 3: the row has a value in a column without a name: name the column, or say which ones count, as in numbers_format = { columns = { phone = \"phone\" } }"}},
		"too many columns": {"phone,ext\n02120280001,a,,\n02120280002,Bloggs, Jo\n", []string{"line 3: the row has more columns than the header: put a text that holds the delimiter in double quotes"}},
		"no header":        {"\n02120280001,Jo Bloggs\n", []string{"line 2: the first line must name the columns (" + columnList + "), and it looks like a row already: put a header line above it"}},
		"title":            {"Customers,,\nphone,user_id,ext\n02120280001,a,b\n", []string{"line 1: the line that names the columns seems to be the one below: take away what stands above it"}},
		"GBK header":       {"phone,\xd0\xd5\xc3\xfb\n", []string{"line 1: " + gbk}},
		"GBK phone":        {"phone,ext\n02120280001,ok\n\xa3\xb1\xa3\xb2,\n", []string{"line 3: " + gbk}},
		"GBK row":          {"phone,ext\n02120280001,ok\n02120280002,\xd0\xd5\xc3\xfb\n12,\xd0\xd5\n", []string{"line 3: " + gbk}},
		"bare quote":       {"phone,ext\n02120280001,12\" pipe\n12,\n", []string{"line 2: " + quoteBare, "line 3: " + short}},
		"after quote":      {"phone,ext\n02120280001,\"a\"b\n12,\n", []string{"line 2: " + quoteTrailed, "line 3: " + short}},
		// Nobody knows which of the next lines are rows.
		"after quote on a later line":  {"phone,ext\n02120280001,\"a\n02120280002,b\n02120280003,\"c\"\n12,\n", []string{"line 2: " + quoteTrailed}},
		"open quote behind a bare one": {"phone,ext,user_id\n02120280001,a\"b,\"c\n02120280002,d,e\n12,f,g\"\n", []string{"line 2: " + quoteBare}},
		"rows within quotes":           {"phone,ext\n02120280001,\"a\n02120280002,b\n02120280003,c\"\n12,\n", []string{"line 2: the row " + (&phone.Error{Fault: faultQuoteRows}).Error()}},
		"open quote":                   {"phone,ext\n02120280001,a\n02120280002,\"b\n02120280003,c\n", []string{"line 3: " + quoteOpen}},
		"open quote, long":             {"phone,ext\n02120280001,\"" + strings.Repeat("x\n", 70<<10), []string{"line 2: " + quoteOpen}},
		"open quote in header":         {"phone,\"ext\n02120280001,a\n", []string{"line 1: " + quoteOpen}},
		"bare quote in header":         {"phone,e\"xt\n02120280001,a\n", []string{"line 1: " + quoteBare}},
		"long line":                    {"phone,ext\n02120280001," + long + "\n", []string{"line 2: the line is longer than 64 KiB"}},
		"long quoted field":            {"phone,ext\n02120280001,\"" + long + "\"\n", []string{"line 2: the row is longer than 64 KiB"}},
		"line after quoted lines":      {"phone,ext\n02120280001,\"a\n\n\nb\"\n12,\n", []string{"line 6: " + short}},
		"line after sep=":              {"sep=;\r\nphone;ext\r\n12;\r\n", []string{"line 3: " + short}},
		"line of CR alone":             {"phone,ext\r02120280001,a\r12,\r", []string{"line 3: " + short}},
	} {
		if diff := cmp.Diff(c.want, problemsOf(t, Text(c.text))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// recordsOf reads CSV records without looking at what they say.
func recordsOf(text string, delimiter byte) (records [][]string, err error) {
	in := newInput(context.Background(), &smallReads{text}, MaxSourceBytes)
	r := &csvReader{in: in, delimiter: delimiter}
	for {
		if _, err := r.next(); errors.Is(err, io.EOF) {
			return records, nil
		} else if err != nil {
			return records, err
		}
		var record []string
		for _, cell := range r.record {
			record = append(record, string(cell))
		}
		records = append(records, record)
	}
}

// smallReads gives a text a few bytes at a time, so that the window ends everywhere.
type smallReads struct{ text string }

func (r *smallReads) Read(p []byte) (int, error) {
	if r.text == "" {
		return 0, io.EOF
	}
	n := copy(p[:min(3, len(p))], r.text)
	r.text = r.text[n:]
	return n, nil
}

func FuzzCSVAgreesWithTheStandardLibrary(f *testing.F) {
	for _, text := range []string{
		"", "phone\n02120280001\n", "a,b\r\n\"c\",\"d\"\r\n", "\"a\n\"\"b\"\"\r\n\",c", "a\"b\n", "\"a\"b\n", "\"a", "\r\n\r\na\r", ",\n,,", "\"\"\r", "a,\"b\"\r\r\n",
	} {
		for which, delimiter := range delimiters {
			f.Add(strings.ReplaceAll(text, ",", string(delimiter)), uint8(which))
		}
	}
	f.Fuzz(func(t *testing.T, text string, which uint8) {
		if len(text) > maxRowBytes {
			return
		}
		// What programs write, and the standard library does not know: ="…", CR before CRLF, and the end of a DOS text.
		if strings.Contains(text, `="`) || strings.Contains(text, "\r\r\n") || strings.HasSuffix(text, "\r\r") || strings.HasSuffix(text, "\x1a") {
			return
		}
		delimiter := delimiters[int(which)%len(delimiters)]
		reference := csv.NewReader(strings.NewReader(text))
		reference.FieldsPerRecord = -1
		reference.Comma = rune(delimiter)
		want, wantErr := reference.ReadAll()
		got, err := recordsOf(text, delimiter)
		if (err != nil) != (wantErr != nil) {
			t.Fatalf("%q: error %v, the reference has %v", text, err, wantErr)
		}
		if err == nil {
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%q: %s", text, diff)
			}
		}
	})
}
