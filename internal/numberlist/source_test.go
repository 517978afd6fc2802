package numberlist

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writeList puts a list into a file of its own and returns its source.
func writeList(t testing.TB, name, text string) *Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return mustFile(t, path)
}

func mustFile(t testing.TB, path string) *Source {
	t.Helper()
	source, err := File(path)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func gzipped(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func mustCheck(t testing.TB, source *Source, options CheckOptions) *List {
	t.Helper()
	list, err := Check(context.Background(), source, options)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestFormatFollowsExtension(t *testing.T) {
	t.Parallel()
	const (
		csv   = "phone,ext\n02120280001,a\n"
		array = `[{"phone":"02120280001","ext":"a"}]`
		lines = `{"phone":"02120280001","ext":"a"}` + "\n"
	)
	want := mustCheck(t, Text(csv), CheckOptions{}).SHA256
	for name, text := range map[string]string{
		"list.csv": csv, "LIST.CSV": csv, "list.json": array, "list.jsonl": lines, "list.ndjson": lines,
		"list.csv.gz": gzipped(t, csv), "list.json.GZ": gzipped(t, array),
		"list.jsonl.gz": gzipped(t, lines), "list.ndjson.gz": gzipped(t, lines[:20]) + gzipped(t, lines[20:]),
	} {
		if list := mustCheck(t, writeList(t, name, text), CheckOptions{}); list.SHA256 != want {
			t.Errorf("%s is read as another list", name)
		}
	}
}

func TestUnknownExtensionIsRefusedWithTheKnownOnes(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"list.doc", "list", "list.gz", "csv", ""} {
		_, err := File(path)
		if err == nil || !strings.Contains(err.Error(), ".csv, .tsv, .txt, .xlsx, .json, .jsonl or .ndjson") {
			t.Errorf("File(%q): %v", path, err)
		}
	}
}

func TestSpreadsheetsAndArchivesThatAreNotReadAreNamed(t *testing.T) {
	t.Parallel()
	const old = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	book := workbook(t, sheet{name: "Sheet1", cells: [][]string{{"phone"}, {"07700900001"}}})
	for _, c := range []struct{ name, content, want string }{
		{"old.xls", old, "of the old kind"},
		{"old.xls", "<html>", "a web page"},
		{"old.xls", "phone\n07700900001\n", "it is text, whatever its name says: rename it to .csv"},
		{"old.xls", `[{"phone":"07700900001"}]`, "it is a JSON array"},
		{"macros.xlsm", book, "save it as .xlsx"},
		{"list.ods", zipped(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "an OpenDocument file"},
		{"text.xlsx", zipped(t, "[Content_Types].xml", "") + zipped(t, "word/document.xml", ""), "a document with text or slides"},
		{"binary.xlsx", zipped(t, "[Content_Types].xml", "") + zipped(t, "xl/workbook.bin", ""), "a binary workbook"},
		{"many.csv", "list.csv" + strings.Repeat("\x00", 249) + "ustar\x0000" + strings.Repeat("\x00", 249), "a tar archive"},
		{"empty.xls", "", "it is empty"},
		{"list.numbers", zipped(t, "Index/Document.iwa", ""), "a Numbers document"},
	} {
		if _, err := Check(context.Background(), writeList(t, c.name, c.content), CheckOptions{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := File("list.csv.zip"); err == nil || !strings.Contains(err.Error(), "unpack it") {
		t.Errorf("File of an archive: %v", err)
	}
}

func TestUnreadableFileNamesItsPath(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	missing := filepath.Join(dir, "missing.csv")
	_, err := Check(context.Background(), mustFile(t, missing), CheckOptions{})
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), missing) {
		t.Errorf("missing file: %v", err)
	}
	folder := filepath.Join(dir, "folder.csv")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err = Check(context.Background(), mustFile(t, folder), CheckOptions{})
	if err == nil || !strings.Contains(err.Error(), folder+" is a directory") {
		t.Errorf("directory: %v", err)
	}
	_, err = Check(context.Background(), writeList(t, "plain.csv.gz", "phone\n02120280001\n"), CheckOptions{})
	if !errors.Is(err, gzip.ErrHeader) || !strings.Contains(err.Error(), "plain.csv.gz does not hold gzip data (gzip: invalid header): take .gz off its name") {
		t.Errorf("not compressed: %v", err)
	}
	whole := gzipped(t, "phone\n02120280001\n")
	_, err = Check(context.Background(), writeList(t, "cut.csv.gz", whole[:len(whole)-6]), CheckOptions{})
	if err == nil || !strings.Contains(err.Error(), "the compressed data is damaged or breaks off") {
		t.Errorf("cut: %v", err)
	}
}

func TestPipeOrDeviceIsRefused(t *testing.T) {
	t.Parallel()
	info, err := os.Stat(os.DevNull)
	if err != nil || info.Mode().IsRegular() {
		t.Skip("no device to try")
	}
	if _, err := openFile(os.DevNull, false); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("openFile: %v", err)
	}
}

func TestGzipBombIsGivenUp(t *testing.T) {
	t.Parallel()
	source := writeList(t, "bomb.csv.gz", gzipped(t, "phone\n"+strings.Repeat("\n", 1<<20)))
	source.maxBytes = 1 << 19
	_, err := Check(context.Background(), source, CheckOptions{})
	if err == nil || !strings.Contains(err.Error(), "holds more than 524288 bytes") {
		t.Errorf("Check: %v", err)
	}
}

func TestTooManyRowsAreGivenUp(t *testing.T) {
	t.Parallel()
	source := Text("phone\n02120280001\n02120280002\n02120280003\n")
	source.maxRows = 2
	_, err := Check(context.Background(), source, CheckOptions{})
	if err == nil || !strings.Contains(err.Error(), "more than 2 rows") {
		t.Errorf("Check: %v", err)
	}
	_, err = Check(context.Background(), Inline(make([]Entry, MaxInline+1)), CheckOptions{})
	if err == nil || !strings.Contains(err.Error(), "inline list cannot be read: it has more than 500 rows") {
		t.Errorf("Check of an inline list: %v", err)
	}
}

func TestTextIsToldApartByItsFirstCharacter(t *testing.T) {
	t.Parallel()
	want := mustCheck(t, Inline([]Entry{{Phone: "02120280001"}}), CheckOptions{}).SHA256
	for _, text := range []string{
		"phone\n02120280001", "\ufeff\r\n phone \r\n02120280001\r\n", "\"phone\"\n\"02120280001\"",
		`{"phone":"02120280001"}`, "\n {\"phone\":\"02120280001\"}\n",
		`[{"phone":"02120280001"}]`, "\ufeff \n[ { \"phone\" : \"02120280001\" } ] \n",
	} {
		if list := mustCheck(t, Text(text), CheckOptions{}); list.SHA256 != want {
			t.Errorf("%q is read as another list", text)
		}
	}
}

func TestSourceNamesItself(t *testing.T) {
	t.Parallel()
	for want, source := range map[string]*Source{
		"file lists/renewals.csv": mustFile(t, "lists/renewals.csv"),
		"text list":               Text("phone\n02120280001"),
		"inline list":             Inline([]Entry{{Phone: "02120280001"}}),
	} {
		if got := source.String(); got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}

func TestCancellationEndsReading(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, source := range []*Source{
		Text("phone\n02120280001"), Text(`{"phone":"02120280001"}`), Text(`[{"phone":"02120280001"}]`),
		Inline([]Entry{{Phone: "02120280001"}}),
	} {
		if _, err := Check(ctx, source, CheckOptions{}); !errors.Is(err, context.Canceled) {
			t.Errorf("Check: %v", err)
		}
		list := mustCheck(t, source, CheckOptions{})
		for batch, err := range list.Batches(ctx, nil) {
			if batch != nil || !errors.Is(err, context.Canceled) {
				t.Errorf("Batches: %v, %v", batch, err)
			}
		}
	}
}
