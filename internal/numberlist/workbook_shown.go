package numberlist

import (
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// What a cell shows is another thing than the number that is saved in it. Mostly that number is what is meant, and it is
// shown as 1.38E+10 or 13,812,345,671. But a format can fill a phone up with the zeros that it begins with, put a + in
// front, or show that it is a date.

// showsOthers reports whether any cell has a format that is neither a plain number nor a text. Formats below 164 are those
// that all workbooks have.
func showsOthers(book *excelize.File) bool {
	if book.Styles == nil || book.Styles.CellXfs == nil {
		return false
	}
	for _, style := range book.Styles.CellXfs.Xf {
		const firstDate, lastDate, firstTime, lastTime, text = 14, 36, 45, 58, 49
		if id := style.NumFmtID; id != nil && (*id >= firstDate && *id <= lastDate || *id >= firstTime && *id != text && *id <= lastTime || *id >= 164) {
			return true
		}
	}
	return false
}

// asShown returns what is meant by a number that is saved in a column of the field.
func asShown(saved, shown string, f field) string {
	if saved == shown || f == fieldTime || !isDigits([]byte(saved)) {
		return saved
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, shown)
	sign := ""
	if strings.HasPrefix(strings.TrimLeft(shown, " ("), "+") {
		sign = "+"
	}
	switch {
	case strings.TrimLeft(digits, "0") == strings.TrimLeft(saved, "0"):
		return sign + digits
	case strings.ContainsAny(shown, "-/.:年") && len(saved) <= len(maxDays):
		days, err := strconv.ParseFloat(saved, 64)
		if day, dateErr := excelize.ExcelDateToTime(days, false); err == nil && dateErr == nil && f == fieldPhone {
			return day.Format(time.DateOnly)
		}
	case strings.HasSuffix(digits, saved):
		return sign + digits
	}
	return saved
}

const maxDays = "2958465" // the last day of the year 9999
