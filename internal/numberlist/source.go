package numberlist

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Limits of one list. They are far above any campaign, and keep a damaged or malicious file (a gzip bomb) from filling
// the memory.
const (
	MaxInline      = 500        // entries of an inline list
	MaxRows        = 10_000_000 // rows of any list
	MaxSourceBytes = 2 << 30    // bytes of a list's text, uncompressed and as UTF-8
)

// Source is a list of numbers that can be read any number of times. Every pass reads it anew.
type Source struct {
	name     string
	form     form
	isText   bool // out of the configuration, which is UTF-8
	format   Format
	open     func() (io.ReadCloser, error)
	inline   []Entry
	maxRows  int
	maxBytes int64
}

// form is what a source is read as.
type form int

const (
	formTable form = iota
	formLines
	formJSONArray
	formJSONLines
	formWorkbook
	formInline
	formForeign // a spreadsheet that is not read, or what is in a file of that name
)

// forms are the extensions of files.
var forms = map[string]form{
	".csv": formTable, ".tsv": formTable, ".txt": formLines, ".xlsx": formWorkbook,
	".json": formJSONArray, ".jsonl": formJSONLines, ".ndjson": formJSONLines,
	".xls": formForeign, ".xlsm": formForeign, ".xlsb": formForeign, ".ods": formForeign, ".numbers": formForeign, ".et": formForeign,
}

// String names the source for messages: "file renewals.csv", "inline list". It never shows content.
func (s *Source) String() string { return s.name }

// File returns the list in a file: a table as text (.csv, .tsv) or as a workbook (.xlsx), one number in each line (.txt),
// a JSON array (.json) or JSON Lines (.jsonl, .ndjson), each with .gz on top if it is compressed. Only the name is looked
// at here; the file is opened when it is read, and refused then if its content is something else.
func File(path string) (*Source, error) {
	s := &Source{name: "file " + path, maxRows: MaxRows, maxBytes: MaxSourceBytes}
	base := strings.ToLower(filepath.Base(path))
	plain, compressed := strings.CutSuffix(base, ".gz")
	f, known := forms[filepath.Ext(plain)]
	if !known {
		text := "the extension must be .csv, .tsv, .txt, .xlsx, .json, .jsonl or .ndjson, each optionally followed by .gz"
		if filepath.Ext(plain) == ".zip" {
			text = "an archive is not read: unpack it, or compress the list with gzip"
		}
		return nil, fmt.Errorf("%s: %s", s.name, text)
	}
	s.form = f
	s.open = func() (io.ReadCloser, error) { return openFile(path, compressed) }
	return s, nil
}

// Text returns the list in a text, told apart by its first character that is not a space: [ begins a JSON array,
// { begins JSON Lines, anything else CSV.
func Text(text string) *Source {
	s := &Source{name: "text list", isText: true, maxRows: MaxRows, maxBytes: MaxSourceBytes}
	start := strings.TrimLeft(strings.TrimPrefix(text, byteOrderMark), " \t\r\n")
	switch {
	case strings.HasPrefix(start, "["):
		s.form = formJSONArray
	case strings.HasPrefix(start, "{"):
		s.form = formJSONLines
	}
	s.open = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
	return s
}

// As returns the same source, to be read as a format says. The encoding does not matter to a text. The error is a
// [*FormatError].
func (s *Source) As(format Format) (*Source, error) {
	if err := format.Check(); err != nil {
		return nil, err
	}
	if s.isText {
		format.Encoding = ""
	}
	as := *s
	as.format = format
	return &as, nil
}

// Inline returns a list that was written by hand, of at most [MaxInline] entries. Problems in it are reported by index.
func Inline(entries []Entry) *Source {
	return &Source{name: "inline list", form: formInline, inline: entries, maxRows: MaxInline}
}

// openFile opens a regular file only: a pipe would give its content to the first pass and nothing to the second. It is
// looked at only once it is open, so that nothing else can take its place in between, and to open a pipe must not wait
// for somebody who writes to it.
func openFile(path string, compressed bool) (io.ReadCloser, error) {
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // #nosec G304 -- the user names the file
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	switch {
	case err != nil:
	case info.IsDir():
		err = fmt.Errorf("%s is a directory, not a file", path)
	case !info.Mode().IsRegular():
		err = fmt.Errorf("%s is not a regular file: a list is read more than once, so it cannot come out of a pipe or device", path)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if !compressed {
		return file, nil
	}
	unzipped, err := gzip.NewReader(bufio.NewReader(file))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s does not hold gzip data (%w): take .gz off its name if it is not compressed, or copy the file anew", path, err), file.Close())
	}
	return struct {
		io.Reader
		io.Closer
	}{unzipped, file}, nil
}

// scan reads the whole source and hands every row to a consumer. If phoneOnly is true, it is read as a do-not-call list:
// it needs no header, and everything but the phones is ignored.
func (s *Source) scan(ctx context.Context, phoneOnly bool, to rowConsumer) error {
	out := &rowScan{maxRows: s.maxRows, phoneOnly: phoneOnly, to: to}
	if s.form == formInline {
		return s.scanInline(ctx, out)
	}
	from, err := s.open()
	if err != nil {
		return fmt.Errorf("the number list cannot be opened: %w", err)
	}
	err = s.read(ctx, bufio.NewReaderSize(from, sniffBytes), out)
	if closeErr := from.Close(); err == nil {
		err = closeErr
	}
	return s.explain(err)
}

// read reads the list from its first byte on.
func (s *Source) read(ctx context.Context, from *bufio.Reader, out *rowScan) error {
	head, err := from.Peek(sniffBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if err := s.fits(head); err != nil {
		return err
	}
	if s.form == formWorkbook {
		return readWorkbook(ctx, from, s.format, out)
	}
	decoded, err := decode(from, s.format)
	if err != nil {
		return err
	}
	out.head = bytes.Clone(head)
	if err := s.compareEncoding(out); err != nil {
		return err
	}
	in := newInput(ctx, decoded, s.maxBytes)
	if err := in.start(); err != nil {
		return err
	}
	switch s.form {
	case formLines:
		return readLines(in, out)
	case formJSONArray:
		return readJSONArray(in, s.format, out)
	case formJSONLines:
		return readJSONLines(in, s.format, out)
	default:
		return readCSV(in, s.format, out)
	}
}

// compareEncoding compares what the list begins with with the encoding that it is said to have.
func (s *Source) compareEncoding(out *rowScan) error {
	said, name, err := s.format.encoding()
	if said == nil || err != nil || isMarked(out.head) {
		return err
	}
	attribute := attributeOf(out.phoneOnly)
	if order := orderUTF16(out.head); order != "" && order != name {
		return fatal(position{1, -1}, fmt.Sprintf("the text is UTF-16, and encoding in %s says something else: say encoding = %q", attribute, order))
	}
	if looksUTF8(out.head, said.NewDecoder()) {
		return fatal(position{1, -1}, fmt.Sprintf("the text is UTF-8, and encoding in %s says something else: leave encoding out", attribute))
	}
	if likely, differs := otherEncoding(out.head, name); differs {
		if to, counts := out.to.(encodingDoubter); counts {
			to.otherEncoding(likely)
		}
	}
	return nil
}

// fits compares the first bytes of a file with what its name says.
func (s *Source) fits(head []byte) error {
	kind, text := recognise(head)
	isJSON := s.form == formJSONArray || s.form == formJSONLines
	switch {
	case kind == contentOther && s.format.Encoding != "" && orderUTF16(head) != "":
		return nil
	case kind == contentOther:
		text = "it is " + text
	case isJSON && isMarkedUTF16(head):
		text = "it is UTF-16 text, and JSON is UTF-8: save it as UTF-8"
	case kind == contentEmpty:
		text = map[form]string{formWorkbook: isEmpty, formForeign: isEmpty}[s.form] // no workbook is
	default:
		text = misnamed(s.form, kind)
	}
	if text == "" {
		return nil
	}
	return fatal(position{1, -1}, text)
}

// misnamed says what a file is whose name says something else; it is empty for one that has the right name.
func misnamed(f form, kind content) string {
	if f == formWorkbook && kind != contentWorkbook {
		return "it is no Excel workbook, whatever its name says: rename it to .csv if it is CSV, or save it as .xlsx"
	}
	if f == formForeign {
		return foreign[kind]
	}
	switch kind {
	case contentWorkbook:
		if f != formWorkbook {
			return "it is an Excel workbook: rename it to .xlsx"
		}
	case contentJSONArray:
		return misnamedArray(f)
	case contentJSONObject:
		if f != formJSONArray && f != formJSONLines {
			return isJSONLines
		}
	case contentText:
		if f == formJSONArray || f == formJSONLines {
			return "it is not JSON, which begins with [ or {: rename it to .csv if it is CSV"
		}
	case contentOther, contentEmpty:
	}
	return ""
}

// misnamedArray is misnamed for a JSON array.
func misnamedArray(f form) string {
	switch f {
	case formJSONArray:
		return ""
	case formJSONLines:
		return "JSON Lines have one object on each line; a JSON array belongs in a file named .json"
	default:
		return isJSONArray
	}
}

const (
	isEmpty     = "it is empty: look whether it was written as a whole"
	isJSONArray = "it is a JSON array: rename it to .json"
	isJSONLines = "it is JSON: rename it to .jsonl if it has one object on each line"
)

// foreign says what is in a file with the name of a spreadsheet that is not read.
var foreign = map[content]string{
	contentText: "it is text, whatever its name says: rename it to .csv", contentJSONArray: isJSONArray, contentJSONObject: isJSONLines,
	contentWorkbook: "it is a workbook of another kind: save it as .xlsx",
}

func (s *Source) scanInline(ctx context.Context, out *rowScan) error {
	for i := range s.inline {
		row := s.inline[i].cells()
		if err := out.row(position{index: i}, &row); err != nil {
			return s.explain(err)
		}
	}
	return ctx.Err()
}

// explain names the source in errors that do not come from its content.
func (s *Source) explain(err error) error {
	var (
		content *fatalProblem
		corrupt flate.CorruptInputError
	)
	switch {
	case err == nil, errors.As(err, &content), errors.Is(err, errStop):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.As(err, &corrupt):
		return fmt.Errorf("%s cannot be read: %w: the compressed data is damaged or breaks off, so copy the file anew", s.name, err)
	default:
		return fmt.Errorf("%s cannot be read: %w", s.name, err)
	}
}
