package numberlist

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Limits of a workbook. It is read as a stream of rows, but its parts are unpacked in memory, and its shared texts are
// all there at once.
const (
	maxWorkbookBytes = 100 << 20 // of the file
	maxUnpackedBytes = 256 << 20 // of all parts together
	maxSharedTexts   = 1_000_000
	maxSmallPart     = 8 << 20 // of the parts that are read as a whole: styles, names, relations
	maxColumns       = 1000
	maxCells         = 100_000_000 // of the rows up to the last one, empty ones included
)

// readWorkbook reads a sheet of an Excel workbook. No formula is calculated: the value that was saved with it counts.
func readWorkbook(ctx context.Context, from io.Reader, format Format, out *rowScan) (err error) {
	data, err := io.ReadAll(io.LimitReader(from, maxWorkbookBytes+1))
	switch {
	case err != nil:
		return err
	case len(data) > maxWorkbookBytes:
		return fmt.Errorf("the workbook is larger than %d MiB: save the list as \"CSV UTF-8\"", maxWorkbookBytes>>20)
	}
	if err := guardWorkbook(ctx, data); err != nil {
		return err
	}
	// The library is well kept, and its input can be anything: what it does not expect must not end the provider.
	defer func() {
		if recover() != nil {
			err = fatal(position{1, -1}, workbookBroken)
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue:   true, // not as it is shown, perhaps as 4.5E+11
		UnzipSizeLimit: maxUnpackedBytes,
		// No part is larger than all are, so none goes into a temporary file.
		UnzipXMLSizeLimit: maxUnpackedBytes,
	})
	if err != nil {
		return fatal(position{1, -1}, workbookBroken)
	}
	defer func() {
		if closeErr := book.Close(); err == nil {
			err = closeErr
		}
	}()
	sheet, err := chooseSheet(book, format)
	if err != nil {
		return err
	}
	others := 0
	if to, counts := out.to.(sheetCounter); counts && format.Sheet == "" {
		others = countOtherSheets(book, sheet)
		to.otherSheets(others)
	}
	rows, err := book.Rows(sheet)
	if err != nil {
		return fatal(position{1, -1}, workbookBroken)
	}
	s := &sheetReader{ctx: ctx, rows: rows, table: &table{out: out, format: format, isSheet: true}}
	if showsOthers(book) {
		if s.shown, err = book.Rows(sheet); err != nil {
			return errors.Join(fatal(position{1, -1}, workbookBroken), rows.Close())
		}
		defer func() { err = errors.Join(err, s.shown.Close()) }()
	}
	if err := s.read(); err != nil {
		return errors.Join(amongSheets(err, others, out), rows.Close())
	}
	return rows.Close()
}

const workbookBroken = "the workbook is damaged: open it in a spreadsheet and save it anew, as .xlsx or as \"CSV UTF-8\""

// chooseSheet returns the sheet that the format names, or the first one that is not hidden.
func chooseSheet(book *excelize.File, format Format) (string, error) {
	sheets := book.GetSheetList()
	if format.Sheet != "" {
		if slices.Contains(sheets, format.Sheet) {
			return format.Sheet, nil
		}
		if i := slices.IndexFunc(sheets, func(name string) bool { return looksLike(name, format.Sheet) }); i >= 0 {
			return sheets[i], nil
		}
		shown := make([]string, 0, len(sheets))
		for _, name := range sheets {
			if showable(name) {
				shown = append(shown, fmt.Sprintf("%q", name))
			}
		}
		among := ""
		if len(shown) > 0 {
			among = ", among them " + strings.Join(shown[:min(len(shown), maxNamesShown)], ", ")
		}
		return "", fatal(position{1, -1}, fmt.Sprintf("there is no sheet %s; the workbook has %d%s", named(format.Sheet), len(sheets), among))
	}
	for _, name := range sheets {
		if visible, err := book.GetSheetVisible(name); err == nil && visible {
			return name, nil
		}
	}
	return "", fatal(position{1, -1}, "the workbook has no sheet that is not hidden; name one with sheet")
}

// sheetCounter is a rowConsumer that warns of sheets which are not read.
type sheetCounter interface {
	// otherSheets takes how many sheets have something in them, and are neither hidden nor the one that is read.
	otherSheets(count int)
}

// countOtherSheets counts them. People may be on them as well.
func countOtherSheets(book *excelize.File, read string) (count int) {
	for _, name := range book.GetSheetList() {
		if visible, err := book.GetSheetVisible(name); name == read || err != nil || !visible {
			continue
		}
		rows, err := book.Rows(name)
		if err != nil {
			continue // a chart has none
		}
		if rows.Next() {
			count++
		}
		_ = rows.Close() // nothing of it was needed
	}
	return count
}

// amongSheets adds to what makes a sheet useless that there are others.
func amongSheets(err error, others int, out *rowScan) error {
	var content *fatalProblem
	if others > 0 && errors.As(err, &content) {
		content.detail = fmt.Sprintf("only the first sheet is read, unless sheet in %s names another one; %s", attributeOf(out.phoneOnly), content.detail)
	}
	return err
}

// sheetReader hands the rows of a sheet to a table. Its lines are the sheet's rows.
type sheetReader struct {
	ctx    context.Context
	rows   *excelize.Rows
	shown  *excelize.Rows // the same with its values as people see them; nil if that makes no difference
	table  *table
	line   int
	cells  int
	record [][]byte
}

func (s *sheetReader) read() error {
	at, ok, err := s.nextFilled()
	if err != nil || !ok {
		return err
	}
	isRow, err := s.table.header(at, s.record, func() [][]byte {
		if _, ok, err := s.nextFilled(); err != nil || !ok {
			return nil
		}
		return s.record
	})
	if err != nil {
		return err
	}
	if isRow {
		if err := s.table.row(at, s.record); err != nil {
			return err
		}
	}
	for {
		at, ok, err := s.nextFilled()
		if err != nil || !ok {
			return err
		}
		if err := s.table.row(at, s.record); err != nil {
			return err
		}
	}
}

// nextFilled reads the next row that has a value. ok is false behind the last one.
func (s *sheetReader) nextFilled() (at position, ok bool, err error) {
	for s.rows.Next() {
		s.line++
		if err := s.ctx.Err(); err != nil {
			return at, false, err
		}
		values, shown, err := s.columns()
		if err != nil {
			return at, false, fatal(position{s.line, -1}, workbookBroken)
		}
		s.table.out.hidden = s.rows.GetRowOpts().Hidden
		s.cells += len(values) + 1
		switch {
		case s.cells > maxCells:
			return at, false, fmt.Errorf("the sheet has more than %d cells", maxCells)
		case len(values) > maxColumns:
			return at, false, fatal(position{s.line, -1}, fmt.Sprintf("the row has more than %d columns: clear the cells far to the right of the list", maxColumns))
		}
		s.record = s.record[:0]
		blank, size := true, 0
		for i, value := range values {
			size += len(value)
			value = exactNumber(value)
			if i < len(shown) {
				value = asShown(value, shown[i], s.table.holds(i))
			}
			s.record = append(s.record, []byte(value))
			blank = blank && value == ""
		}
		if size > maxRowBytes {
			return at, false, fatal(position{s.line, -1}, "the row "+errRowTooLong.Error())
		}
		if !blank {
			return position{s.line, -1}, true, nil
		}
	}
	if s.rows.Error() != nil {
		return at, false, fatal(position{s.line + 1, -1}, workbookBroken)
	}
	return at, false, nil
}

// columns reads the values of the current row, and what people see in their place if that may be something else.
func (s *sheetReader) columns() (values, shown []string, err error) {
	if values, err = s.rows.Columns(); err != nil || s.shown == nil || !s.shown.Next() {
		return values, nil, err
	}
	shown, err = s.shown.Columns(excelize.Options{RawCellValue: false})
	return values, shown, err
}

// exactNumber writes a number out that a program saved with an exponent, as Java's do: 1.3800000001E10. What a
// spreadsheet has shortened for people to see has a sign in its exponent: 1.38E+10.
func exactNumber(value string) string {
	mantissa, exponent, found := strings.Cut(value, "E")
	if !found || len(exponent) > 2 || !isDigits([]byte(exponent)) {
		return value
	}
	whole, decimals, _ := strings.Cut(mantissa, ".")
	places := 0
	for _, d := range []byte(exponent) {
		places = places*10 + int(d-'0')
	}
	decimals = strings.TrimRight(decimals, "0")
	if len(whole) != 1 || !isDigits([]byte(whole+decimals)) || len(decimals) > places || places > 15 {
		return value
	}
	return whole + decimals + strings.Repeat("0", places-len(decimals))
}
