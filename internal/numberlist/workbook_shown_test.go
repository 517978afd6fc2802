package numberlist

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// formatted writes a workbook in which the cell A2 has a format, and makes its source.
func formatted(t *testing.T, rows [][]any, format string, change func(*excelize.File) error) *Source {
	t.Helper()
	book := excelize.NewFile()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, row := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		must(err)
		must(book.SetSheetRow("Sheet1", at, &row))
	}
	if format != "" {
		style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
		must(err)
		must(book.SetCellStyle("Sheet1", "A2", "A2", style))
	}
	if change != nil {
		must(change(book))
	}
	path := filepath.Join(t.TempDir(), "list.xlsx")
	must(book.SaveAs(path))
	return mustFile(t, path)
}

// TestNumberOfAWorkbookIsReadAsItIsMeant: what people see in the cell counts where it has zeros, a + or digits that the
// saved number lacks, and not where it is only divided or shortened.
func TestNumberOfAWorkbookIsReadAsItIsMeant(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		number int
		format string
		want   string
	}{
		{7700900001, "00000000000", "07700900001"},
		{8613800000001, `"+"0`, "+8613800000001"},
		{13800000001, `"+86 "0`, "+8613800000001"},
		{13800000001, "000-0000-0000", "13800000001"},
		{2025550101, "[<=9999999]###-####;(###) ###-####", "2025550101"},
		{13800000001, "#,##0", "13800000001"},
		{13800000001, "0.00E+00", "13800000001"},
		{13800000001, "0.00", "13800000001"},
	} {
		source := formatted(t, [][]any{{"phone"}, {c.number}}, c.format, nil)
		if got := entriesOf(t, source); len(got) != 1 || got[0].Phone != c.want {
			t.Errorf("the format %s: read as %v, want %s", c.format, got, c.want)
		}
	}
	if got := entriesOf(t, formatted(t, [][]any{{13800000002}, {7700900001}}, "00000000000", nil)); len(got) != 2 || got[1].Phone != "07700900001" {
		t.Errorf("without a header: %v", got)
	}
	for format, row := range map[string][]any{"": {time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}, `yyyy"年"m"月"d"日"`: {46357}, "dd.mm.yy": {46357}} {
		problems := problemsOf(t, formatted(t, [][]any{{"phone"}, row}, format, nil))
		if len(problems) != 1 || !strings.Contains(problems[0], "looks like a date") {
			t.Errorf("a date shown as %q: %v", format, problems)
		}
	}
}

func TestHiddenRowsOfAWorkbookAreCalledWithAWarning(t *testing.T) {
	t.Parallel()
	source := formatted(t, [][]any{{"phone"}, {"13800000001"}, {"13800000002"}, {"13800000003"}}, "", func(book *excelize.File) error {
		return book.SetRowVisible("Sheet1", 3, false)
	})
	list, err := Check(context.Background(), source, CheckOptions{})
	if err != nil || list.Count != 3 || len(list.Warnings) != 1 {
		t.Fatalf("%v, %v", list, err)
	}
	w := list.Warnings[0]
	if w.Kind != WarnHidden || !slices.Equal(w.Places, []Place{{3, -1}}) || !strings.HasPrefix(w.Detail, "One row is hidden") {
		t.Errorf("the warning is %+v", w)
	}
}

func TestOtherSheetsOfAWorkbookAreWarnedOf(t *testing.T) {
	t.Parallel()
	source := formatted(t, [][]any{{"phone"}, {"13800000001"}}, "", func(book *excelize.File) error {
		for _, name := range []string{"Empty", "February"} {
			if _, err := book.NewSheet(name); err != nil {
				return err
			}
		}
		return book.SetSheetRow("February", "A1", &[]any{"phone"})
	})
	list, err := Check(context.Background(), source, CheckOptions{})
	if err != nil || len(list.Warnings) != 1 || list.Warnings[0].Kind != WarnSheets || !strings.HasPrefix(list.Warnings[0].Detail, "One other sheet") {
		t.Errorf("%v, %v", list, err)
	}
	doNotCall, err := CheckDoNotCall(context.Background(), source)
	if err != nil || len(doNotCall.Warnings) != 1 || doNotCall.Warnings[0].Kind != WarnSheets {
		t.Errorf("as a do-not-call list: %v, %v", doNotCall, err)
	}
	named, err := source.As(Format{Sheet: "Sheet1"})
	if err != nil {
		t.Fatal(err)
	}
	if list, err = Check(context.Background(), named, CheckOptions{}); err != nil || len(list.Warnings) > 0 {
		t.Errorf("with its name: %v, %v", list, err)
	}
}
