package numberlist

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sheet is a sheet of a workbook that a test makes. A cell that begins with = is a formula and its saved value, apart by
// a |; one that begins with # is a number as it is stored; all others are shared texts.
type sheet struct {
	name, state string
	cells       [][]string
}

// workbook makes an .xlsx file.
func workbook(t testing.TB, sheets ...sheet) string {
	t.Helper()
	var texts []string
	parts := []struct{ name, content string }{{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`}}
	const relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>`
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	add := func(name, content string) {
		parts = append(parts, struct{ name, content string }{name, content})
	}
	add("_rels/.rels", fmt.Sprintf(relations, `<Relationship Id="rId1" Type="`+office+`/officeDocument" Target="xl/workbook.xml"/>`))
	var list, rels strings.Builder
	for i, s := range sheets {
		var rows strings.Builder
		for y, row := range s.cells {
			fmt.Fprintf(&rows, `<row r="%d">`, y+1)
			for x, cell := range row {
				at := fmt.Sprintf("%c%d", 'A'+x, y+1)
				formula, value, _ := strings.Cut(strings.TrimPrefix(cell, "="), "|")
				switch {
				case cell == "":
				case cell[0] == '=':
					fmt.Fprintf(&rows, `<c r="%s" t="str"><f>%s</f><v>%s</v></c>`, at, escapeXML(formula), escapeXML(value))
				case cell[0] == '#':
					fmt.Fprintf(&rows, `<c r="%s"><v>%s</v></c>`, at, cell[1:])
				default:
					fmt.Fprintf(&rows, `<c r="%s" t="s"><v>%d</v></c>`, at, len(texts))
					texts = append(texts, cell)
				}
			}
			rows.WriteString("</row>")
		}
		add(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+rows.String()+`</sheetData></worksheet>`)
		state := ""
		if s.state != "" {
			state = ` state="` + s.state + `"`
		}
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, escapeXML(s.name), i+1, state, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, office, i+1)
	}
	fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/sharedStrings" Target="sharedStrings.xml"/>`, len(sheets)+1, office)
	add("xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="`+office+`"><sheets>`+list.String()+`</sheets></workbook>`)
	add("xl/_rels/workbook.xml.rels", fmt.Sprintf(relations, rels.String()))
	var shared strings.Builder
	for _, text := range texts {
		shared.WriteString("<si><t>" + escapeXML(text) + "</t></si>")
	}
	add("xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`+shared.String()+`</sst>`)

	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, part := range parts {
		f, err := w.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate})
		if err == nil {
			_, err = f.Write([]byte(part.content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func escapeXML(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a builder never fails
	return b.String()
}

func TestWorkbookIsReadAsItIsStored(t *testing.T) {
	t.Parallel()
	book := workbook(t,
		sheet{name: "old", state: "hidden", cells: [][]string{{"phone"}, {"07700900009"}}},
		sheet{name: "December", cells: [][]string{
			nil, {"phone", "time", "user_id", "", "ext"}, {"#447700900002", "#1767225600", "C-1"}, nil, {"07700900001", "", "#7", "", "a \"b\" <c>"},
			{"#1.3800000001E10"}, {"=CONCAT(A1)|07700900004", "2026-01-01T00:00:00Z"}, {"#13800000002.0", "", "", "  "},
		}},
		sheet{name: "January", cells: [][]string{{"Nummer"}, {"07700900005"}}},
	)
	want := []Entry{
		{Phone: "447700900002", Time: 1767225600, UserID: "C-1"}, {Phone: "07700900001", UserID: "7", Ext: `a "b" <c>`},
		{Phone: "13800000001"}, {Phone: "07700900004", Time: 1767225600}, {Phone: "13800000002"},
	}
	source := writeList(t, "book.xlsx", book)
	if diff := cmp.Diff(want, entriesOf(t, source)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, entriesOf(t, writeList(t, "book.xlsx.gz", gzipped(t, book)))); diff != "" {
		t.Error(diff)
	}
	named, err := source.As(Format{Sheet: "january ", Columns: map[string]string{"phone": "Nummer"}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Entry{{Phone: "07700900005"}}, entriesOf(t, named)); diff != "" {
		t.Error(diff)
	}
}

func TestWorkbookProblems(t *testing.T) {
	t.Parallel()
	one := sheet{name: "one", cells: [][]string{{"phone"}, {"1.38E+10"}}}
	whole := workbook(t, one)
	inSheet := strings.Index(whole, "xl/worksheets/sheet1.xml") + 60
	for name, c := range map[string]struct {
		book   string
		format Format
		want   string
	}{
		"shortened":       {whole, Format{}, "line 2: phone was shortened by a spreadsheet"},
		"no such sheet":   {whole, Format{Sheet: "two"}, `there is no sheet "two"; the workbook has 1, among them "one"`},
		"a number named":  {whole, Format{Sheet: "13800000001"}, `there is no sheet of that name; the workbook has 1, among them "one"`},
		"a cover first":   {workbook(t, sheet{name: "Readme", cells: [][]string{{"Customers"}}}, one), Format{}, `only the first sheet is read, unless sheet in numbers_format names another one; the column "Customers" is not known`},
		"nothing first":   {workbook(t, sheet{name: "Sheet1"}, sheet{name: "Sheet2", cells: one.cells}), Format{}, "has no numbers on the sheet that is read, and something on others: say with sheet"},
		"numbered names":  {workbook(t, sheet{name: "Sheet1"}, sheet{name: "07700900001"}), Format{Sheet: "two"}, `there is no sheet "two"; the workbook has 2, among them "Sheet1"`},
		"to the right":    {workbook(t, sheet{name: "one", cells: [][]string{{"phone"}, {"07700900001", "", "note"}}}), Format{}, "line 2: the row has a value in a column without a name"},
		"all hidden":      {workbook(t, sheet{name: "one", state: "hidden", cells: one.cells}), Format{}, "no sheet that is not hidden"},
		"unknown column":  {workbook(t, sheet{name: "one", cells: [][]string{{"Mobile", "Name"}, {"07700900001", "Jo"}}}), Format{}, `columns = { phone = "Mobile" }`},
		"a serial number": {workbook(t, sheet{name: "one", cells: [][]string{{"phone", "time"}, {"07700900001", "#46357.375"}}}), Format{}, "time is a spreadsheet's count of days"},
		"cut":             {whole[:len(whole)-40], Format{}, "the workbook is damaged"},
		"damaged":         {whole[:inSheet] + "?" + whole[inSheet+1:], Format{}, "the workbook is damaged"},
	} {
		source, err := writeList(t, "book.xlsx", c.book).As(c.format)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Check(context.Background(), source, CheckOptions{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// TestWorkbookBombIsGivenUp: what is small when it is packed can be large when it is not.
func TestWorkbookBombIsGivenUp(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ part, content, want string }{
		"a large sheet":     {"xl/worksheets/sheet9.xml", strings.Repeat(" ", maxUnpackedBytes) + ">", "MiB when it is unpacked"},
		"many shared texts": {"xl/sharedStrings.xml", strings.Repeat("<si/>", 4*maxSharedTexts+1), "different texts"},
		"a large style":     {"xl/styles.xml", strings.Repeat(" ", maxSmallPart+1), "that is no sheet"},
		"a cut sheet":       {"xl/worksheets/sheet1.xml", `<worksheet><sheetData><row r="1"><c`, "damaged"},
	} {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, part := range []struct{ name, content string }{{"[Content_Types].xml", "<Types/>"}, {c.part, c.content}} {
			f, err := w.Create(part.name)
			if err == nil {
				_, err = f.Write([]byte(part.content))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := Check(context.Background(), writeList(t, "bomb.xlsx", b.String()), CheckOptions{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// TestWorkbookLeavesNoFileBehind is not parallel: it sets where temporary files are made.
func TestWorkbookLeavesNoFileBehind(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	rows := [][]string{{"phone", "ext"}}
	for i := range 60_000 {
		rows = append(rows, []string{fmt.Sprintf("0770%07d", i), fmt.Sprintf("a text that is there only once, and makes the part a large one, %d %s", i, strings.Repeat("x", 300))})
	}
	source := mustFile(t, filepath.Join(t.TempDir(), "book.xlsx"))
	if err := os.WriteFile(strings.TrimPrefix(source.String(), "file "), []byte(workbook(t, sheet{name: "one", cells: rows})), 0o600); err != nil {
		t.Fatal(err)
	}
	if list := mustCheck(t, source, CheckOptions{}); list.Count != 60_000 {
		t.Errorf("%d numbers", list.Count)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("%d temporary files are left, %v", len(files), err)
	}
}

// FuzzWorkbook looks for what ends the provider. A workbook that is damaged in some place is read or refused.
func FuzzWorkbook(f *testing.F) {
	whole := workbook(f, sheet{name: "one", cells: [][]string{{"phone", "user_id"}, {"07700900001", "#7"}, {"=A1|07700900002"}}})
	f.Add(0, byte(0))
	f.Add(40, byte(255))
	f.Fuzz(func(t *testing.T, at int, value byte) {
		data := []byte(whole)
		data[max(at, -at, 0)%len(data)] = value
		var c entryCollector
		err := readWorkbook(t.Context(), bytes.NewReader(data), Format{}, &rowScan{maxRows: MaxRows, to: &c})
		if err == nil && len(c.entries) > 2 {
			t.Errorf("%d entries", len(c.entries))
		}
	})
}
