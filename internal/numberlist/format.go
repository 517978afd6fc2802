package numberlist

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// Format says how a list is written, where that is not to be found out from its content. The zero Format finds out
// everything.
type Format struct {
	// Columns names for each column that counts, by the names phone, time, user_id, member_id, custom_uuid and ext, the
	// header that it has in the list, or its key in JSON. All other columns are ignored. If it is empty, the columns
	// must have their own names and there must be no others.
	Columns map[string]string
	// Delimiter stands between the columns of a CSV list: a comma, a semicolon, a tab or a |. If it is empty, the header
	// tells.
	Delimiter string
	// Encoding is the name of a character encoding, gb18030 or windows-1252 for example. If it is empty, the list is
	// UTF-8, or has a byte order mark.
	Encoding string
	// Sheet is the name of the sheet of a workbook. If it is empty, the first one that is not hidden is read.
	Sheet string
}

// FormatError says that a Format cannot be used.
type FormatError struct {
	Attribute string // columns, delimiter or encoding
	Text      string // what is wrong with it
}

func (e *FormatError) Error() string { return e.Attribute + " " + e.Text }

// Check returns a [*FormatError] for a format that no list can have, whatever is in it.
func (f Format) Check() error {
	for _, name := range slices.Sorted(maps.Keys(f.Columns)) {
		switch {
		case !slices.Contains(columns[:], name):
			return &FormatError{"columns", fmt.Sprintf("has %q, and the columns are %s; it says for each of them which header it has in the list", name, columnList)}
		case strings.TrimSpace(f.Columns[name]) == "":
			return &FormatError{"columns", fmt.Sprintf("has no header for %s", name)}
		}
	}
	if len(f.Columns) > 0 && f.Columns["phone"] == "" {
		return &FormatError{"columns", "does not say which column has the phones: phone = \"…\""}
	}
	if _, err := f.delimiter(); err != nil {
		return err
	}
	_, err := f.decoder()
	return err
}

// delimiters are those that are recognised, in the order in which they are tried.
var delimiters = []byte{',', ';', '\t', '|'}

// delimiter returns the delimiter, or 0 if it has to be found out.
func (f Format) delimiter() (byte, error) {
	switch f.Delimiter {
	case "":
		return 0, nil
	case "tab", `\t`:
		return '\t', nil
	case ",", ";", "\t", "|":
		return f.Delimiter[0], nil
	default:
		return 0, &FormatError{"delimiter", `must be ",", ";", "|" or "\t"`}
	}
}

// decoder returns the decoder of the encoding, or nil for UTF-8.
func (f Format) decoder() (*encoding.Decoder, error) {
	found, _, err := f.encoding()
	if err != nil || found == nil {
		return nil, err
	}
	return found.NewDecoder(), nil
}

// encoding returns the encoding and its name in the Encoding Standard. It is nil for UTF-8.
func (f Format) encoding() (found encoding.Encoding, canonical string, err error) {
	name := strings.ToLower(strings.TrimSpace(f.Encoding))
	switch name {
	case "", "utf-8", "utf8", "utf-8-sig":
		return nil, "", nil
	case "utf16le", "utf16be":
		name = "utf-16" + name[len("utf16"):]
	case "utf16":
		name = "utf-16le"
	}
	if number, found := strings.CutPrefix(name, "cp"); found {
		name = "windows-" + number
	}
	if name == "windows-936" {
		name = "gb18030"
	}
	if found, err = htmlindex.Get(name); err == nil {
		canonical, err = htmlindex.Name(found)
	}
	if err != nil || canonical == "replacement" || canonical == "x-user-defined" {
		return nil, "", &FormatError{"encoding", "is not known; write \"gb18030\", \"big5\", \"shift_jis\", \"euc-kr\", \"windows-1252\", \"windows-1251\" or another name of the WHATWG Encoding Standard"}
	}
	return found, canonical, nil
}
