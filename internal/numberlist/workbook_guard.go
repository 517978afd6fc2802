package numberlist

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
)

// guardWorkbook unpacks a workbook once, part by part and without keeping anything, before the library does. The library
// overlooks damage, and builds many times the size of a part in memory, if it is made for that.
func guardWorkbook(ctx context.Context, data []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fatal(position{1, -1}, workbookBroken)
	}
	unpacked := int64(0)
	for _, part := range archive.File {
		if err := ctx.Err(); err != nil {
			return err
		}
		if part.Flags&1 != 0 {
			return fatal(position{1, -1}, "the workbook has a password: save it without one")
		}
		m, err := measure(part, maxUnpackedBytes-unpacked)
		if err != nil {
			return fatal(position{1, -1}, workbookBroken)
		}
		if unpacked += m.size; unpacked >= maxUnpackedBytes {
			return fmt.Errorf("the workbook holds more than %d MiB when it is unpacked", maxUnpackedBytes>>20)
		}
		if err := m.check(strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))); err != nil {
			return err
		}
	}
	return nil
}

// check refuses a part that is cut off, or would be too large in memory. Its name is in lower case.
func (m measured) check(name string) error {
	isXML := strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels")
	switch {
	case strings.HasPrefix(name, "xl/worksheets/"):
		if strings.HasSuffix(name, ".xml") && !bytes.HasSuffix(bytes.TrimRight(m.end, " \t\r\n\x00"), []byte(">")) {
			return fatal(position{1, -1}, workbookBroken)
		}
	case name == "xl/sharedstrings.xml":
		if m.tags > 4*maxSharedTexts {
			return fmt.Errorf("the workbook has more than %d different texts", maxSharedTexts)
		}
	case isXML && m.size > maxSmallPart && !strings.HasPrefix(name, "xl/drawings/"):
		return fmt.Errorf("the workbook has a part of more than %d MiB that is no sheet", maxSmallPart>>20)
	}
	return nil
}

// measured is what is known of a part that was unpacked.
type measured struct {
	size int64
	tags int    // how many < it has
	end  []byte // its last bytes
}

// measure unpacks a part, but no more of it than most bytes. It fails on a part that is damaged.
func measure(part *zip.File, most int64) (m measured, err error) {
	from, err := part.Open()
	if err != nil {
		return m, err
	}
	buf := make([]byte, 64<<10)
	for m.size < most {
		n, err := from.Read(buf)
		m.size += int64(n)
		m.tags += bytes.Count(buf[:n], []byte{'<'})
		if m.end = append(m.end, buf[max(n-16, 0):n]...); len(m.end) > 32 {
			m.end = append(m.end[:0], m.end[len(m.end)-32:]...)
		}
		if err == io.EOF {
			return m, from.Close()
		}
		if err != nil {
			return m, err
		}
	}
	return m, from.Close()
}
