package numberlist

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The files in testdata/lists are made by this package's tests: go test ./internal/numberlist -run TestListFilesAreAsTheyAreMade -update

var update = flag.Bool("update", false, "write the files in testdata anew")

// listFile is a file in testdata/lists.
type listFile struct{ name, content string }

// listFiles returns all of them.
func listFiles(t testing.TB) []listFile {
	t.Helper()
	return append(append(madeFiles(t), tableFiles...), otherFiles...)
}

// madeFiles are those that are too long to be written out, or have to be packed.
func madeFiles(t testing.TB) []listFile {
	t.Helper()
	rows := func(n int, row func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(row(i))
		}
		return b.String()
	}
	numbered := func(i int) string { return fmt.Sprintf("%011d,C-%d\n", 7_700_900_000+i, i) }
	const plain = "phone,user_id\n07700900001,C-1\n"
	book := workbook(t, sheet{name: "Sheet1", cells: [][]string{{"phone", "user_id"}, {"07700900001", "C-1"}}})
	crm := "Record Id,Lead Owner,Company,First Name,Last Name,Title,Email,phone,Fax,Mobile,Website,Lead Source,Lead Status,Industry,Employees," +
		"Annual Revenue,Rating,Created By,Modified By,Created Time,Modified Time,Full Name,Street,City,State,Zip Code,Country,Description,Skype ID," +
		"Email Opt Out,Salutation,Secondary Email,Last Activity Time,Twitter,Tag,Unsubscribed Mode,Unsubscribed Time,Converted,Territory,user_id,Score,Note\n"
	return []listFile{
		{"b25-dup-many.csv", "phone,user_id\n" + rows(400, numbered) + rows(300, func(i int) string { return fmt.Sprintf("%011d,C-%d\n", 7_700_900_000+i, 400+i) })},
		{"b29-mixed-bad.csv", "phone,user_id\n" + rows(300, func(i int) string {
			if i%9 == 0 {
				return fmt.Sprintf("0770-no-%d,C-%d\n", i, i)
			}
			return numbered(i)
		})},
		{"c21-cr-large.csv", strings.ReplaceAll("phone,user_id\n"+rows(5000, numbered), "\n", "\r")},
		{"d13-wide-crm.csv", crm + strings.Repeat("x,", 7) + "07700900001," + strings.Repeat("y,", 31) + "C-1,z,w\n"},
		{"f02-gz-inside.csv", gzipped(t, plain)},
		{"f05-book.xlsx", book},
		{"f06-xlsx-inside.csv", book},
		{"f12-old.csv", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 500)},
		{"f15-truncated.csv.gz", gzipped(t, rows(1000, numbered))[:2000]},
		{"f17-archive.csv", zipped(t, "list.csv", plain)},
		{"f18-ods.csv", zipped(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet")},
		{"g22-long-text.csv", "phone,ext\n07700900001," + strings.Repeat("x", 4097) + "\n"},
		{"g23-huge-field.csv", "phone,ext\n07700900001," + strings.Repeat("x", 70_000) + "\n"},
		{"g24-huge-quoted.csv", "phone,ext\n07700900001,\"" + strings.Repeat("x", 70_000) + "\"\n"},
		{"g27-ext-long-zh.csv", "phone,ext\n13800000001," + strings.Repeat("好", 1366) + "\n"},
		{"n14-jq-pretty.jsonl", rows(30, func(i int) string {
			return fmt.Sprintf("{\n  \"phone\": \"%011d\",\n  \"user_id\": \"C-%d\"\n}\n", 7_700_900_000+i, i)
		})},
	}
}

func zipped(t testing.TB, name, content string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	part, err := w.CreateHeader(&zip.FileHeader{Name: name})
	if err == nil {
		_, err = part.Write([]byte(content))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestListFilesAreAsTheyAreMade: gzip and zip may be packed otherwise by another Go, so only what is not packed is compared.
func TestListFilesAreAsTheyAreMade(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("testdata", "lists")
	seen := map[string]bool{}
	for _, f := range listFiles(t) {
		path := filepath.Join(dir, f.name)
		if seen[f.name] {
			t.Errorf("%s is made twice", f.name)
		}
		seen[f.name] = true
		if *update {
			if err := os.WriteFile(path, []byte(f.content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		packed := strings.HasPrefix(f.content, "PK") || strings.HasPrefix(f.content, "\x1f\x8b")
		if err != nil || !packed && string(got) != f.content {
			t.Errorf("%s is not as it is made (%v): run the test with -update", f.name, err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !seen[f.Name()] {
			t.Errorf("nothing makes testdata/lists/%s", f.Name())
		}
	}
}
