package numberlist

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// WarningKind is what a warning is about.
type WarningKind int

// The kinds of warnings.
const (
	WarnBadRows     WarningKind = iota + 1 // rows were left out
	WarnLookalikes                         // numbers that may be the same person
	WarnLong                               // more digits than a phone has
	WarnRounded                            // numbers that a spreadsheet seems to have rounded
	WarnZeroLost                           // numbers that lack the leading zero which others have
	WarnPlusLost                           // numbers that lack the + which others have
	WarnShortenedID                        // ids that a spreadsheet shortened
	WarnNobody                             // a do-not-call list without numbers
	WarnHidden                             // rows that a workbook does not show
	WarnSheets                             // sheets of a workbook that are not read
	WarnEncoding                           // a text that seems to have another encoding than the format says
)

// Warning is something that is likely wrong with a list that can be used. It never holds a value of the list.
type Warning struct {
	Kind    WarningKind
	Count   int     // of the rows
	Places  []Place // of the first of them
	Summary string  // a heading
	Detail  string  // sentences: what it is, where, and what to do
}

// Tally counts rows, and knows where the first ones are, at most MaxPlaces.
type Tally struct {
	Count  int
	Places []Place
}

// String names the places within a sentence: "lines 2, 11, 20 … and 31 more".
func (t Tally) String() string { return placesText(t.Places, t.Count) }

func (t *Tally) add(at position) {
	if t.Count++; len(t.Places) < MaxPlaces {
		t.Places = append(t.Places, Place{at.line, at.index})
	}
}

// doubts gathers what is likely wrong with single rows.
type doubts struct{ long, rounded, shortened, hidden Tally }

const (
	// No phone that is shorter is too long; a number is its digits behind a 1, and a bit.
	above11Digits = phone.Number(1_000_000_000_000) << 1
	// What is shorter than 9 digits was not rounded by a spreadsheet.
	above8Digits = phone.Number(1_000_000_000) << 1
	// A spreadsheet shows six digits of a long number.
	roundTo = 1_000_000
)

func (d *doubts) look(at position, e *entry, hasIDs bool) {
	if e.hidden {
		d.hidden.add(at)
	}
	if e.number >= above11Digits && e.number.IsLong() {
		d.long.add(at)
	}
	if e.number >= above8Digits && (e.number>>1)%roundTo == 0 {
		d.rounded.add(at)
	}
	for f := fieldUserID; hasIDs && f < fieldExt; f++ {
		if looksShortened(e.text(f)) {
			d.shortened.add(at)
			break
		}
	}
}

// looksShortened reports whether a text is a number as a spreadsheet shows a long one: 1.23457E+17.
func looksShortened(text []byte) bool {
	if len(text) == 0 || text[0] > '9' { // as most ids begin
		return false
	}
	i := bytes.LastIndexByte(text, 'E')
	if i <= 0 || i+3 > len(text) || text[i+1] != '+' || !isDigits(text[i+2:]) {
		return false
	}
	whole, decimals, _ := bytes.Cut(bytes.TrimPrefix(text[:i], []byte{'-'}), []byte{'.'})
	if comma := bytes.IndexByte(whole, ','); comma >= 0 {
		whole, decimals = whole[:comma], whole[comma+1:]
	}
	return isDigits(whole) && (len(decimals) == 0 || isDigits(decimals))
}

// warn appends a warning to others, if there is anything to warn of.
func (t Tally) warn(all []Warning, kind WarningKind, summary, one, many, rest, advice string) []Warning {
	if t.Count == 0 {
		return all
	}
	subject := one
	if t.Count > 1 {
		subject = fmt.Sprint(t.Count, " ", many)
	}
	return append(all, Warning{kind, t.Count, t.Places, summary, subject + rest + ": " + t.String() + ".\n\n" + advice})
}

// ofNumbers warns of numbers that are hardly anybody's; count is how many the list has.
func (d *doubts) ofNumbers(count int) (all []Warning) {
	all = d.long.warn(all, WarnLong, "Numbers with too many digits",
		"One number has", "numbers have", " more digits than a telephone number has",
		"Look whether the column has the phones, and not ids, and whether each row has one number, without an extension.")
	if d.rounded.Count >= 3 && d.rounded.Count*100 >= count {
		all = d.rounded.warn(all, WarnRounded, "Numbers that seem to be rounded",
			"", "numbers end", " in six zeros",
			"A spreadsheet keeps only the first digits of a long number that it has once shown as 4.5E+11. Bring the numbers in again, into a column that is formatted as text.")
	}
	return all
}

// warnings returns what is likely wrong with the list.
func (c *checker) warnings(ctx context.Context, set *phone.Set) (all []Warning, err error) {
	add := func(kind WarningKind, t Tally, summary, one, many, rest, advice string) {
		all = t.warn(all, kind, summary, one, many, rest, advice)
	}
	if w := c.badRowsWarning(); w != nil {
		all = append(all, *w)
	}
	found := &placeFinder{list: c.list, filter: c.list.filter.begin()}
	if c.options.CallingCode.IsZero() {
		found.alike = set.Lookalikes()
	}
	found.zeroLost, found.plusLost = lostZeros(set), lostPlus(set)
	if err := found.find(ctx); err != nil {
		return nil, err
	}
	add(WarnLookalikes, found.tallies[0], "Numbers that may be the same person",
		"One number", "numbers", " of the list may be forms of one another, with and without a country code or leading zeros, and all of them are called",
		"Set calling_code to the country calling code of numbers without one, and numbers of one person are an error instead; "+
			"or write all numbers in the same way.")
	add(WarnZeroLost, found.tallies[1], "Numbers that seem to lack their leading 0",
		"One number has", "numbers have", " no leading 0, and others that begin with the same area code have one",
		"A spreadsheet drops it from a column of numbers. Format the column as text, and write the numbers anew.")
	add(WarnPlusLost, found.tallies[2], "Numbers that seem to lack their +",
		"One number has", "numbers have", " no +, and others that begin with the same country code have one",
		"A spreadsheet drops it from a column of numbers. Format the column as text, and write the numbers anew.")
	all = append(all, c.doubts.ofNumbers(set.Len())...)
	add(WarnShortenedID, c.doubts.shortened, "Ids that a spreadsheet shortened",
		"One row has", "rows have", " an id such as 1.2E+17",
		"The digits are lost, and many rows may have the same id. Format the column as text and bring the ids in again.")
	add(WarnHidden, c.doubts.hidden, "Rows that the workbook does not show",
		"One row is", "rows are", " hidden, by a filter for example, and called like the others",
		"Delete them if they do not belong to the list, or copy the others into a workbook of their own.")
	if c.sheets > 0 {
		all = append(all, sheetsWarning(c.list.Source, c.sheets))
	}
	if c.likely.encoding != "" {
		all = append(all, encodingWarning(c.list.Source, c.likely))
	}
	return all, nil
}

// sheetsWarning says that a workbook has other sheets.
func sheetsWarning(s *Source, count int) Warning {
	text := "One other sheet of %s has something in it"
	if count > 1 {
		text = fmt.Sprint(count) + " other sheets of %s have something in them"
	}
	return Warning{
		Kind: WarnSheets, Count: count, Summary: "Sheets of the workbook that are not read",
		Detail: fmt.Sprintf(text+", and only the first sheet is read.\n\n", s) +
			"Say with sheet in the format which one has the list; then this warning goes. People on several sheets have to be brought together on one.",
	}
}

// encodingWarning says that texts may be garbled.
func encodingWarning(s *Source, likely script) Warning {
	return Warning{
		Kind: WarnEncoding, Summary: "The list seems to have another encoding",
		Detail: fmt.Sprintf("%s is read as encoding says, and looks more like %s, which %s. Its ids and texts may be sent garbled.\n\n", s, likely.encoding, likely.writtenBy) +
			fmt.Sprintf("If it is, say encoding = %q.", likely.encoding),
	}
}

// badRowsWarning says which rows were left out.
func (c *checker) badRowsWarning() *Warning {
	if c.badRows == 0 {
		return nil
	}
	problems := c.log.inOrder()
	text := fmt.Sprintf("%d rows of %s were left out, as on_bad_rows says:", c.badRows, c.list.Source)
	if c.badRows == 1 {
		text = fmt.Sprintf("One row of %s was left out, as on_bad_rows says:", c.list.Source)
	}
	for _, p := range problems {
		text += "\n" + p.String()
	}
	if c.log.more > 0 {
		text += fmt.Sprintf("\nand %d more of other kinds", c.log.more)
	}
	return &Warning{WarnBadRows, c.badRows, problems[0].Places, "Bad rows of the number list are left out", text}
}

// placeFinder reads a list again to find where some of its numbers stand.
type placeFinder struct {
	list               *List
	filter             *filterPass
	alike              []phone.Number // sorted
	zeroLost, plusLost func(phone.Number) bool
	tallies            [3]Tally
}

func (f *placeFinder) find(ctx context.Context) error {
	if f.alike == nil && f.zeroLost == nil && f.plusLost == nil {
		return nil
	}
	err := f.list.Source.scan(ctx, false, f)
	var content *fatalProblem
	if errors.As(err, &content) {
		return fmt.Errorf("%s: %w", f.list.Source, ErrChanged)
	}
	return err
}

func (f *placeFinder) entry(at position, e *entry) error {
	if f.filter.judge(e.number) != wanted {
		return nil
	}
	if _, found := slices.BinarySearch(f.alike, e.number); found {
		f.tallies[0].add(at)
	}
	if f.zeroLost != nil && f.zeroLost(e.number) {
		f.tallies[1].add(at)
	}
	if f.plusLost != nil && f.plusLost(e.number) {
		f.tallies[2].add(at)
	}
	return nil
}

func (f *placeFinder) reject([]Problem) error { return nil }

// beginning is the length and the first digits of a number.
type beginning struct{ length, digits int }

// lostZeros returns what recognises the numbers of a set that lack the leading 0 which others have, or nil if there are
// none: they have one digit less than one that begins with 0 and the same two digits.
func lostZeros(set *phone.Set) func(phone.Number) bool {
	with := map[beginning]bool{}
	for _, n := range set.BeginningWithZero() {
		if first := n.First(3); !n.HasPlus() && first > 9 && first < 100 {
			with[beginning{n.Len() - 1, first}] = true
		}
	}
	return anyOf(set, with, func(n phone.Number) bool {
		return !n.HasPlus() && with[beginning{n.Len(), n.First(2)}]
	})
}

// lostPlus does the same for the +: such numbers have as many digits as one with a +, and begin with the same two.
func lostPlus(set *phone.Set) func(phone.Number) bool {
	with := map[beginning]bool{}
	for _, n := range set.Numbers() {
		if n.HasPlus() {
			with[beginning{n.Len(), n.First(2)}] = true
		}
	}
	return anyOf(set, with, func(n phone.Number) bool {
		return !n.HasPlus() && n.First(1) != 0 && with[beginning{n.Len(), n.First(2)}]
	})
}

// anyOf returns lost if it is true of any number of the set.
func anyOf(set *phone.Set, with map[beginning]bool, lost func(phone.Number) bool) func(phone.Number) bool {
	if len(with) > 0 && slices.ContainsFunc(set.Numbers(), lost) {
		return lost
	}
	return nil
}
