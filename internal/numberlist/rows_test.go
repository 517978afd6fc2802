package numberlist

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// rowLog is a consumer that notes what it is given, and where.
type rowLog []string

func (l *rowLog) entry(at position, e *entry) error {
	*l = append(*l, fmt.Sprintf("%s: %s %d %d", at, e.number, e.time, e.textBytes()))
	return nil
}

func (l *rowLog) reject(problems []Problem) error {
	for _, p := range problems {
		*l = append(*l, p.String())
	}
	return nil
}

func rowsOf(t *testing.T, source *Source) rowLog {
	t.Helper()
	var log rowLog
	if err := source.scan(t.Context(), false, &log); err != nil {
		t.Fatal(err)
	}
	return log
}

// sameRows compares the rows of a list of phones alone, which may be read as digits, with those of the same list beside
// another column, which are divided into cells.
func sameRows(t *testing.T, rows string) {
	t.Helper()
	want := rowsOf(t, Text("phone,ext\n"+rows))
	if diff := cmp.Diff(want, rowsOf(t, Text("phone\n"+rows))); diff != "" {
		t.Errorf("%.200q: CSV (-cells +digits): %s", rows, diff)
	}
	if diff := cmp.Diff(want, rowsOf(t, writeList(t, "list.txt", "phone\n"+rows))); diff != "" {
		t.Errorf("%.200q: text (-cells +digits): %s", rows, diff)
	}
}

func TestRowsOfDigitsAreReadAsAllOthers(t *testing.T) {
	t.Parallel()
	odd := []string{
		"+862120280001", "02120280002\r", "", "021 2028 0003", "1234", "12345", "123456789012345678", "1234567890123456789",
		"+", "++8613800000001", "00442079460001", "004402079460001", "+4402079460001", "+390612345678", " 13800000001", "13800000001 ", "\r", "phone",
	}
	for _, row := range odd {
		sameRows(t, row)
		sameRows(t, "13800000001\n"+row+"\n13800000002")
	}
	// Far more than the window of the input holds, so that rows stand across its ends.
	var long strings.Builder
	for i := range 60_000 {
		long.WriteString(scattered(i)[:5+i%7] + "\n")
		if i%1000 == 999 {
			long.WriteString(odd[i/1000%len(odd)] + "\n")
		}
	}
	sameRows(t, long.String())
}

func FuzzRowsOfDigits(f *testing.F) {
	f.Add("13800000001\n+8613800000002\n\n021-20280003\n12\n")
	f.Fuzz(func(t *testing.T, rows string) {
		// What is not part of a phone of digits becomes a digit: what divides a row would make another list beside a column.
		sameRows(t, strings.Map(func(r rune) rune {
			if strings.ContainsRune("0123456789+- \n", r) {
				return r
			}
			return '0' + r%10
		}, strings.ReplaceAll(rows, "\r\n", "\n")))
	})
}

func TestPrintableASCIIIsToldFromAllElse(t *testing.T) {
	t.Parallel()
	for length := range 20 {
		for place := range length {
			for c := range 256 {
				text := []byte(strings.Repeat("~", length))
				text[place] = byte(c)
				want := c < utf8.RuneSelf && !hasControl(text)
				if isPrintableASCII(text) != want {
					t.Fatalf("%d bytes, %#x at %d: %v", length, c, place, !want)
				}
			}
		}
	}
}
