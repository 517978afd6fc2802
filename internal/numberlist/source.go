package numberlist

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Limits of one list. They are far above any campaign, and keep a damaged or malicious file (a gzip bomb) from filling
// the memory.
const (
	MaxInline      = 500        // entries of an inline list
	MaxRows        = 10_000_000 // rows of any list
	MaxSourceBytes = 2 << 30    // bytes of a list's text, uncompressed
)

// Source is a list of numbers that can be read any number of times. Every pass reads it anew.
type Source struct {
	name     string
	open     func() (io.ReadCloser, error)
	read     func(in *input, out *rowScan) error
	inline   []Entry
	maxRows  int
	maxBytes int64
}

// String names the source for messages: "file renewals.csv", "inline list". It never shows content.
func (s *Source) String() string { return s.name }

// File returns the list in a file: CSV (.csv), a JSON array (.json) or JSON Lines (.jsonl, .ndjson), each with .gz on
// top if it is compressed. Only the extension is looked at here; the file is opened when it is read.
func File(path string) (*Source, error) {
	s := &Source{name: "file " + path, maxRows: MaxRows, maxBytes: MaxSourceBytes}
	base := strings.ToLower(filepath.Base(path))
	plain, compressed := strings.CutSuffix(base, ".gz")
	switch filepath.Ext(plain) {
	case ".csv":
		s.read = readCSV
	case ".json":
		s.read = readJSONArray
	case ".jsonl", ".ndjson":
		s.read = readJSONLines
	default:
		return nil, fmt.Errorf("%s: the extension must be .csv, .json, .jsonl or .ndjson, each optionally followed by .gz", s.name)
	}
	s.open = func() (io.ReadCloser, error) { return openFile(path, compressed) }
	return s, nil
}

// Text returns the list in a text, told apart by its first character that is not a space: [ begins a JSON array,
// { begins JSON Lines, anything else CSV.
func Text(text string) *Source {
	s := &Source{name: "text list", read: readCSV, maxRows: MaxRows, maxBytes: MaxSourceBytes}
	start := strings.TrimLeft(strings.TrimPrefix(text, byteOrderMark), " \t\r\n")
	switch {
	case strings.HasPrefix(start, "["):
		s.read = readJSONArray
	case strings.HasPrefix(start, "{"):
		s.read = readJSONLines
	}
	s.open = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
	return s
}

// Inline returns a list that was written by hand, of at most [MaxInline] entries. Problems in it are reported by index.
func Inline(entries []Entry) *Source {
	return &Source{name: "inline list", inline: entries, maxRows: MaxInline}
}

// openFile opens a regular file only: a pipe would give its content to the first pass and nothing to the second.
func openFile(path string, compressed bool) (io.ReadCloser, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%s is a directory, not a file", path)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a regular file: a list is read more than once, so it cannot come out of a pipe or device", path)
	}
	file, err := os.Open(path) // #nosec G304 -- the user names the file
	if err != nil {
		return nil, err
	}
	if !compressed {
		return file, nil
	}
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s does not hold gzip data: %w", path, err), file.Close())
	}
	return struct {
		io.Reader
		io.Closer
	}{unzipped, file}, nil
}

// scan reads the whole source and hands every row to out.
func (s *Source) scan(ctx context.Context, to rowConsumer) error {
	out := &rowScan{maxRows: s.maxRows, to: to}
	if s.read == nil {
		return s.scanInline(ctx, out)
	}
	from, err := s.open()
	if err != nil {
		return fmt.Errorf("the number list cannot be opened: %w", err)
	}
	err = s.read(newInput(ctx, from, s.maxBytes), out)
	if closeErr := from.Close(); err == nil {
		err = closeErr
	}
	return s.explain(err)
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
	var content *fatalProblem
	switch {
	case err == nil, errors.As(err, &content), errors.Is(err, errStop):
		return err
	default:
		return fmt.Errorf("%s cannot be read: %w", s.name, err)
	}
}
