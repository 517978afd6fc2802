package numberlist

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// entriesOf reads a list that must be right.
func entriesOf(t testing.TB, source *Source) []Entry {
	t.Helper()
	var c entryCollector
	if err := source.scan(context.Background(), &c); err != nil {
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
		{Phone: "+8602120280002", Ext: "a, \"b\"\nc"},
	}
	for name, text := range map[string]string{
		"plain":       "phone,time,user_id,member_id,custom_uuid,ext\n02120280001,1767225600,u1,m1,c1,e1\n+8602120280002,,,,,\"a, \"\"b\"\"\nc\"\n",
		"wire names":  "phone,time,userid,memberid,customuuid,ext\n02120280001,1767225600,u1,m1,c1,e1\n+8602120280002,,,,,\"a, \"\"b\"\"\nc\"\n",
		"other order": " EXT ,Custom_UUID,MemberID,USER_ID,Time,\"Phone\"\ne1,c1,m1,u1, 1767225600 ,021-2028-0001\n\"a, \"\"b\"\"\nc\",,,,,+86 02120280002",
		"Windows":     "\ufeffphone,time,user_id,member_id,custom_uuid,ext\r\n02120280001,1767225600,u1,m1,c1,e1\r\n\r\n+8602120280002,,,,,\"a, \"\"b\"\"\r\nc\"\r\n,,,,,\r\n",
		"all quoted":  "\"phone\",\"time\",\"user_id\",\"member_id\",\"custom_uuid\",\"ext\"\r\n\"02120280001\",\"1767225600\",\"u1\",\"m1\",\"c1\",\"e1\"\r\n\"+8602120280002\",\"\",\"\",\"\",\"\",\"a, \"\"b\"\"\r\nc\"",
	} {
		if diff := cmp.Diff(full, entriesOf(t, Text(text))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestCSVProblems(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 70<<10)
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"no phone column": {"time,ext\n1,a", []string{"line 1: there is no column phone"}},
		"unknown column": {"phone,name,,Phone\n", []string{
			"line 1: column 2 is not known; the columns are " + columnList,
			"line 1: column 3 is not known; the columns are " + columnList,
			"line 1: column 4 repeats the column phone",
		}},
		"no header":   {"\n02120280001\n", []string{"line 2: the first line must name the columns (" + columnList + "), and it looks like a number already"}},
		"semicolons":  {"phone;ext\n", []string{"line 1: columns must be separated by commas, and these seem to be separated by semicolons"}},
		"tabs":        {"phone\text\n", []string{"line 1: columns must be separated by commas, and these seem to be separated by tabs"}},
		"UTF-16":      {"\xff\xfep\x00h\x00o\x00n\x00e\x00", []string{"line 1: " + notUTF8}},
		"GBK header":  {"phone,\xd0\xd5\xc3\xfb\n", []string{"line 1: " + notUTF8}},
		"GBK phone":   {"phone,ext\n02120280001,ok\n\xa3\xb1\xa3\xb2,\n", []string{"line 3: " + notUTF8}},
		"GBK row":     {"phone,ext\n02120280001,ok\n02120280002,\xd0\xd5\xc3\xfb\n12,\xd0\xd5\n", []string{"line 3: " + notUTF8}},
		"bare quote":  {"phone,ext\n02120280001,12\" pipe\n12,\n", []string{"line 2: " + quoteBare, "line 3: phone is malformed: it has fewer than 5 digits"}},
		"after quote": {"phone,ext\n02120280001,\"a\"b\n12,\n", []string{"line 2: " + quoteTrailed, "line 3: phone is malformed: it has fewer than 5 digits"}},
		"after quote on a later line": {"phone,ext\n02120280001,\"a\nb\"c\n12,\n", []string{
			"line 2: " + quoteTrailed, "line 4: phone is malformed: it has fewer than 5 digits",
		}},
		"open quote":           {"phone,ext\n02120280001,a\n02120280002,\"b\n02120280003,c\n", []string{"line 3: " + quoteOpen}},
		"open quote, long":     {"phone,ext\n02120280001,\"" + strings.Repeat("x\n", 70<<10), []string{"line 2: " + quoteOpen}},
		"open quote in header": {"phone,\"ext\n02120280001,a\n", []string{"line 1: " + quoteOpen}},
		"bare quote in header": {"phone,e\"xt\n02120280001,a\n", []string{"line 1: " + quoteBare}},
		"long line":            {"phone,ext\n02120280001," + long + "\n", []string{"line 2: the line is longer than 64 KiB"}},
		"long quoted field":    {"phone,ext\n02120280001,\"" + long + "\"\n", []string{"line 2: the row is longer than 64 KiB"}},
		"line after quoted lines": {"phone,ext\n02120280001,\"a\n\n\nb\"\n12,\n", []string{
			"line 6: phone is malformed: it has fewer than 5 digits",
		}},
	} {
		if diff := cmp.Diff(c.want, problemsOf(t, Text(c.text))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestUnknownColumnIsNotShown(t *testing.T) {
	t.Parallel()
	_, err := Check(context.Background(), Text("Zhang San,phone\n"), CheckOptions{})
	if err == nil || strings.Contains(err.Error(), "Zhang") {
		t.Errorf("Check: %v", err)
	}
}

// recordsOf reads CSV records without looking at what they say.
func recordsOf(text string) (records [][]string, err error) {
	in := newInput(context.Background(), &smallReads{text}, MaxSourceBytes)
	r := &csvReader{in: in}
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
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > maxRowBytes {
			return
		}
		reference := csv.NewReader(strings.NewReader(text))
		reference.FieldsPerRecord = -1
		want, wantErr := reference.ReadAll()
		got, err := recordsOf(text)
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
