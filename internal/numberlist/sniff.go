package numberlist

import (
	"bytes"
	"fmt"
	"strings"
)

// content is what the first bytes of a file are.
type content int

const (
	contentText content = iota
	contentJSONArray
	contentJSONObject
	contentWorkbook
	contentOther // something that can be named and is no list
	contentEmpty // nothing but blanks
)

// sniffBytes is how much of a file is looked at to recognise it.
const sniffBytes = 4096

const (
	picture   = "a picture: export the list as CSV"
	encrypted = "encrypted: decrypt it first"
)

// signatures are first bytes of what is no list. The texts end the sentence "it is …".
var signatures = []struct{ prefix, text string }{
	{"\x1f\x8b", "compressed with gzip: put .gz at the end of its name, behind .csv or what else is in it"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook of the old kind (.xls), or one with a password: save it as .xlsx without a password, or as \"CSV UTF-8\""},
	{"%PDF", "a PDF document: export the list as CSV"},
	{"BZh", "compressed with bzip2: unpack it, or compress it with gzip"},
	{"\xfd7zXZ", "compressed with xz: unpack it, or compress it with gzip"},
	{"7z\xbc\xaf", "a 7-Zip archive: unpack it"},
	{"Rar!", "a RAR archive: unpack it"},
	{"(\xb5/\xfd", "compressed with zstd: unpack it, or compress it with gzip"},
	{"SQLite format 3", "a database: export the list as CSV"},
	{"PAR1", "a Parquet file: export the list as CSV"},
	{"\x89PNG", picture}, {"\xff\xd8\xff", picture}, {"GIF8", picture},
	{"version https://git-lfs", "what Git LFS keeps in place of the file: fetch it with git lfs pull"},
	{"$ANSIBLE_VAULT", encrypted}, {"-----BEGIN PGP", encrypted}, {"age-encryption.org", encrypted}, {"\x00GITCRYPT", encrypted},
	{"MIME-Version:", "a web page in an archive (MHTML): export the list as CSV or .xlsx"},
	{"{\\rtf", "a rich text document: save it as CSV or plain text"},
}

// recognise tells from its first bytes what a file is; text explains contentOther. head is what a file begins with.
func recognise(head []byte) (kind content, text string) {
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.prefix)) {
			return contentOther, s.text
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return recogniseZip(head)
	case orderUTF16(head) != "":
		return contentOther, fmt.Sprintf("UTF-16 text without a byte order mark: save it as UTF-8, or say encoding = %q", orderUTF16(head))
	case len(head) > 262 && bytes.HasPrefix(head[257:], []byte("ustar")):
		return contentOther, "a tar archive: unpack it"
	case isBinary(head):
		return contentOther, "no text, or a damaged one, since it has bytes that no text has: export the list anew, as CSV"
	}
	start := strings.ToLower(strings.TrimLeft(strings.TrimPrefix(plainText(head), byteOrderMark), " \t\r\n\x00"))
	for _, tag := range []string{"<!doctype html", "<html", "<table", "<head", "<meta", "<body"} {
		if strings.HasPrefix(start, tag) {
			return contentOther, "a web page (HTML), whatever its name says: export the list as CSV or .xlsx"
		}
	}
	switch {
	case start == "" && bytes.IndexByte(head, 0) < 0:
		return contentEmpty, ""
	case strings.HasPrefix(start, "<?xml"), strings.HasPrefix(start, "<"):
		return contentOther, "XML: export the list as CSV or .xlsx"
	case strings.HasPrefix(start, "["):
		return contentJSONArray, ""
	case strings.HasPrefix(start, "{"):
		return contentJSONObject, ""
	}
	return contentText, ""
}

// plainText makes ASCII out of UTF-16 with a byte order mark, which is enough to recognise it.
func plainText(head []byte) string {
	if !isMarkedUTF16(head) {
		return string(head)
	}
	return strings.ReplaceAll(string(head[2:]), "\x00", "")
}

// recogniseZip tells the archives apart that documents are.
func recogniseZip(head []byte) (content, string) {
	switch {
	case bytes.Contains(head, []byte("mimetypeapplication/vnd.oasis.opendocument")):
		return contentOther, "an OpenDocument file: save it as .xlsx, or as CSV in UTF-8"
	case bytes.Contains(head, []byte("word/")), bytes.Contains(head, []byte("ppt/")):
		return contentOther, "a document with text or slides: save the list as .xlsx or CSV"
	case bytes.Contains(head, []byte("xl/workbook.bin")):
		return contentOther, "a binary workbook (.xlsb): save it as .xlsx"
	case bytes.Contains(head, []byte("[Content_Types].xml")), bytes.Contains(head, []byte("xl/")), bytes.Contains(head, []byte("_rels/.rels")):
		return contentWorkbook, ""
	case bytes.Contains(head, []byte("Index/")):
		return contentOther, "a Numbers document: export it as CSV or .xlsx"
	default:
		return contentOther, "a ZIP archive: unpack it"
	}
}

// isMarkedUTF16 reports whether a text begins with the byte order mark of UTF-16.
func isMarkedUTF16(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))
}

// orderUTF16 returns what a text without a byte order mark is if it is UTF-16: it has zeros, all of them at even places or
// all at odd ones, at least where its commas, digits and line ends are.
func orderUTF16(head []byte) string {
	if isMarkedUTF16(head) {
		return ""
	}
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	switch most := max(zeros[0], zeros[1]); {
	case most <= 3 || most*10 < len(head) || most < zeros[0]+zeros[1]:
		return ""
	case zeros[0] > 0:
		return "utf-16be"
	default:
		return "utf-16le"
	}
}

// isBinary reports whether one byte in ten, and more than a few, are control characters that no text has.
func isBinary(head []byte) bool {
	if isMarkedUTF16(head) || bytes.HasPrefix(head, []byte("\x00\x00\xfe\xff")) {
		return false
	}
	controls := 0
	for _, c := range head {
		if c < ' ' && (c < '\t' || c > '\r') && c != endOfDOSText && c != 0x1b {
			controls++
		}
	}
	return controls > 8 && controls*10 > len(head)
}
