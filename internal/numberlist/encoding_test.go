package numberlist

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// inEncoding returns a list that is read in an encoding.
func inEncoding(t testing.TB, text, encoding string) *Source {
	t.Helper()
	source, err := writeList(t, "list.csv", text).As(Format{Encoding: encoding})
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func TestTextInOtherEncodingsIsDecodedBeforeItIsDivided(t *testing.T) {
	t.Parallel()
	// In four bytes of GB18030 the second and the fourth are digits.
	const text = "phone,ext\n13800000001,㐀\U00020000é\n13800000002,续费|客户\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	want := entriesOf(t, Text(text))
	for _, name := range []string{"gb18030", "GB18030", "cp936", "windows-936"} {
		if diff := cmp.Diff(want, entriesOf(t, inEncoding(t, gb, name))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if a, b := mustCheck(t, Text(text), CheckOptions{}).SHA256, mustCheck(t, inEncoding(t, gb, "gb18030"), CheckOptions{}).SHA256; a != b {
		t.Error("the digest depends on the encoding")
	}
	// A byte order mark is believed more.
	if diff := cmp.Diff(want, entriesOf(t, inEncoding(t, byteOrderMark+text, "gb18030"))); diff != "" {
		t.Error(diff)
	}
}

func TestBytesWithoutMeaningAreNotReplacedSilently(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, encoding, want string }{
		"GB18030":            {"phone,ext\n13800000001,ok\n13800000002,\xff\xff\n", "gb18030", "line 3: the text has bytes that mean nothing in the encoding gb18030"},
		"half a surrogate":   {"\xff\xfep\x00h\x00o\x00n\x00e\x00\n\x001\x00\x3d\xd8\n\x00", "", "bytes that mean nothing in the encoding UTF-16"},
		"UTF-32":             {"\xff\xfe\x00\x00p\x00\x00\x00", "", "UTF-32"},
		"big-endian, no BOM": {"\x00p\x00h\x00o\x00n\x00e", "", "UTF-16 text without a byte order mark"},
	} {
		_, err := Check(context.Background(), inEncoding(t, c.text, c.encoding), CheckOptions{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if _, err := Text("").As(Format{Encoding: "klingon"}); err == nil || !strings.Contains(err.Error(), "encoding is not known") {
		t.Errorf("an unknown encoding: %v", err)
	}
}

func TestFormatsThatCannotBe(t *testing.T) {
	t.Parallel()
	for want, f := range map[string]Format{
		`columns has "telefon"`:              {Columns: map[string]string{"phone": "a", "telefon": "b"}},
		"columns has no header for phone":    {Columns: map[string]string{"phone": " "}},
		"does not say which column has the":  {Columns: map[string]string{"ext": "a"}},
		`delimiter must be ",", ";", "|" or`: {Delimiter: "::"},
	} {
		if err := f.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Check: %v, want %q", err, want)
		}
	}
}

func TestColumnsThatAreNamedMustBeThere(t *testing.T) {
	t.Parallel()
	for want, f := range map[string]Format{
		`there is no column "Tel", which numbers_format names for phone; the columns are "Mobile", "Phone 2", "Name", "name"`: columnsOf("phone", "Tel"),
		`names the column "Name" twice`:          columnsOf("phone", "Mobile", "user_id", "Name", "ext", "Name"),
		`columns 3 and 4 are both called "NAME"`: columnsOf("phone", "Mobile", "ext", "NAME"),
	} {
		source, err := Text("Mobile,Phone 2,Name,name\n13800000001,,a,b\n").As(f)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Check(context.Background(), source, CheckOptions{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Check: %v, want %q", err, want)
		}
	}
}

// FuzzListOfAnyKind looks for what ends the provider, and for values in messages.
func FuzzListOfAnyKind(f *testing.F) {
	for _, file := range append(append([]listFile{}, tableFiles...), otherFiles...) {
		if len(file.content) < 1000 {
			f.Add(file.content, uint8(len(file.name)))
		}
	}
	f.Fuzz(func(t *testing.T, text string, which uint8) {
		source := Text(text)
		source.isText = false
		source.form = []form{formTable, formLines, formJSONArray, formJSONLines}[which%4]
		source, err := source.As(Format{Encoding: []string{"", "gb18030", "utf-16be"}[which/4%3]})
		if err != nil {
			t.Fatal(err)
		}
		list, err := Check(t.Context(), source, CheckOptions{SkipBadRows: which >= 128})
		if err != nil {
			noValueIn(t, source, text, err.Error())
			return
		}
		for _, w := range list.Warnings {
			noValueIn(t, source, text, w.Detail)
		}
		count := 0
		for batch, err := range list.Batches(t.Context(), nil) {
			if err != nil {
				t.Fatalf("what was checked cannot be sent: %v", err)
			}
			count += batch.Count()
		}
		if count != list.Count {
			t.Fatalf("%d of %d numbers are sent", count, list.Count)
		}
	})
}
