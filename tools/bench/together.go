package main

import (
	"archive/zip"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/sandbox"
)

// load is something that takes much memory, and what it took.
type load struct {
	what      string
	limit     float64 // MB of the provider
	campaigns int
	rows      int // of the list of each
	extension string
	write     func(path string, from, end int) error

	took time.Duration
	peak int64
}

const parallelism = 10 // what the CLI does at a time unless it is told otherwise

// loads are measured once: how much memory is needed varies little.
var loads = []load{
	{what: "ten campaigns of 1,000,000 at once", limit: 400, campaigns: parallelism, rows: 1_000_000, extension: ".csv", write: writeOwnList},
	{what: "a workbook of 100,000 rows and six columns", limit: 300, campaigns: 1, rows: 100_000, extension: ".xlsx", write: writeWorkbook},
}

const severalCampaigns = `terraform {
  required_providers {
    yccall = {
      source = "yccall/yccall"
    }
  }
}

provider "yccall" {}

resource "yccall_outbound_task" "renewals" {
  count          = %d
  name           = "renewals-${count.index}"
  assign_type    = "extension_group"
  assign_agent   = "renewals-team"
  task_scale     = "1:2"
  numbers_file   = "${path.module}/renewals-${count.index}%s"
  desired_status = "running"
}
`

// measureLoad makes the campaigns with one apply.
func (t *trial) measureLoad(ctx context.Context, l load) (measured load, err error) {
	work := filepath.Join(t.dir, "together")
	if err := os.Mkdir(work, 0o700); err != nil {
		return l, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	if err := os.WriteFile(filepath.Join(work, "main.tf"), fmt.Appendf(nil, severalCampaigns, l.campaigns, l.extension), 0o600); err != nil {
		return l, err
	}
	for i := range l.campaigns {
		if err := l.write(filepath.Join(work, "renewals-"+strconv.Itoa(i)+l.extension), i*l.rows, (i+1)*l.rows); err != nil {
			return l, err
		}
	}
	fake, err := sandbox.StartFake(ctx, t.dir)
	if err != nil {
		return l, err
	}
	defer fake.Stop()
	l.took, l.peak, err = t.command(ctx, work, fake, "apply", "-auto-approve", "-parallelism="+strconv.Itoa(parallelism))
	if err == nil {
		_, err = fake.ReceivedNumbers(ctx, l.campaigns*l.rows)
	}
	return l, err
}

// writeOwnList writes entries of the list as a list of their own.
func writeOwnList(path string, from, end int) error {
	if from > 0 {
		if err := os.WriteFile(path, []byte(listHeader), 0o600); err != nil {
			return err
		}
	}
	return writeList(path, from, end)
}

// writeWorkbook writes entries as a spreadsheet does: texts, which are stored once in a table of their own, and numbers.
func writeWorkbook(path string, from, end int) error {
	file, err := os.Create(path) //nolint:gosec // The benchmark's own file.
	if err != nil {
		return err
	}
	archive := zip.NewWriter(file)
	part := func(name, begin, finish string, rows func(io.Writer)) {
		w, partErr := archive.Create(name)
		if err = errors.Join(err, partErr); err != nil {
			return
		}
		_, _ = io.WriteString(w, xml.Header+begin)
		rows(w)
		_, _ = io.WriteString(w, finish) // Close has the error of any write.
	}
	none := func(io.Writer) {}
	const schema, office = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`, "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	const relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	part("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`, "", none)
	part("_rels/.rels", relations+`<Relationship Id="rId1" Type="`+office+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`, "", none)
	part("xl/_rels/workbook.xml.rels", relations+`<Relationship Id="rId1" Type="`+office+`/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="`+office+`/sharedStrings" Target="sharedStrings.xml"/></Relationships>`, "", none)
	part("xl/workbook.xml", `<workbook `+schema+` xmlns:r="`+office+`"><sheets><sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>`, "", none)
	part("xl/worksheets/sheet1.xml", "<worksheet "+schema+"><sheetData>", "</sheetData></worksheet>", func(w io.Writer) {
		_, _ = io.WriteString(w, `<row r="1">`)
		for column := range 6 {
			_, _ = fmt.Fprintf(w, `<c r="%c1" t="s"><v>%d</v></c>`, 'A'+column, column)
		}
		_, _ = io.WriteString(w, "</row>")
		for i := from; i < end; i++ {
			row, text := i-from+2, 6+3*(i-from)
			_, _ = fmt.Fprintf(w, `<row r="%d"><c r="A%[1]d" t="s"><v>%d</v></c><c r="B%[1]d"><v>4090000000</v></c><c r="C%[1]d" t="s"><v>%d</v></c><c r="D%[1]d"><v>%d</v></c><c r="E%[1]d"><v>%d</v></c><c r="F%[1]d" t="s"><v>%d</v></c></row>`,
				row, text, text+1, i, i, text+2)
		}
	})
	part("xl/sharedStrings.xml", "<sst "+schema+">", "</sst>", func(w io.Writer) {
		for _, name := range []string{"phone", "time", "user_id", "member_id", "custom_uuid", "ext"} {
			_, _ = fmt.Fprintf(w, "<si><t>%s</t></si>", name)
		}
		for i := from; i < end; i++ {
			e := entryAt(i)
			_, _ = fmt.Fprintf(w, "<si><t>%s</t></si><si><t>%s</t></si><si><t>renewal of contract %d</t></si>", e.Phone, e.UserID, i)
		}
	})
	return errors.Join(err, archive.Close(), file.Close())
}
