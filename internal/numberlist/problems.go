package numberlist

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

const (
	// MaxProblems is how many kinds of problems one [ProblemsError] lists.
	MaxProblems = 20
	// MaxPlaces is how many places of one kind are named.
	MaxPlaces = 10
)

// ErrEmpty says that a list has no numbers at all.
var ErrEmpty = errors.New("the list has no numbers")

// emptyError is ErrEmpty with the name of the source.
type emptyError struct {
	source string
	bad    *Warning // of the rows that were left out, if there are any
	sheets int      // of a workbook, that were not read
}

func (e *emptyError) Error() string {
	switch {
	case e.bad != nil:
		return fmt.Sprintf("%s has no numbers that can be used. %s", e.source, e.bad.Detail)
	case e.sheets > 0:
		return e.source + " has no numbers on the sheet that is read, and something on others: say with sheet in numbers_format which one has the list"
	default:
		return e.source + " has no numbers: at least one is needed"
	}
}

func (e *emptyError) Is(target error) bool { return target == ErrEmpty }

// Problem is what is wrong with one row of a list, or with several in the same way. It never holds a value of the list.
type Problem struct {
	Column string  // phone, time, …; empty if the problem is not with one field
	Count  int     // how many rows have it
	Places []Place // where the first of them are, at most MaxPlaces

	fault  *phone.Fault
	detail string // instead of the fault, for a single row
}

// Place is where a row stands in its source.
type Place struct {
	Line  int // counted from 1; 0 if the source has no lines
	Index int // counted from 0; -1 if the rows of the source are known by their lines alone
}

// String returns the problem: "line 7: phone is missing", or "34 phones have a letter: lines 2, 11, 20 … and 31 more".
func (p Problem) String() string {
	if p.Count == 1 {
		text := p.detail
		if text == "" {
			text = (&phone.Error{Fault: p.fault}).Error()
		}
		switch {
		case p.Column != "":
			text = p.Column + " " + text
		case p.fault != nil:
			text = "the row " + text
		}
		at := p.Places[0]
		switch {
		case at.Index >= 0 && at.Line > 0:
			return fmt.Sprintf("index %d (line %d): %s", at.Index, at.Line, text)
		case at.Index >= 0:
			return fmt.Sprintf("index %d: %s", at.Index, text)
		default:
			return fmt.Sprintf("line %d: %s", at.Line, text)
		}
	}
	subject := map[string]string{"": "rows", "phone": "phones", "time": "times"}[p.Column]
	if subject == "" {
		subject = "values of " + p.Column
	}
	text := fmt.Sprintf("%d %s %s: %s", p.Count, subject, p.fault.Many, placesText(p.Places, p.Count))
	if p.fault.Advice != "" {
		text += ". " + strings.TrimSuffix(p.fault.Advice, ".")
	}
	return text
}

// placesText names places within a sentence: "lines 2, 11, 20 … and 31 more".
func placesText(places []Place, count int) string {
	if len(places) == 0 {
		return ""
	}
	word, numbers := "line", make([]string, len(places))
	for i, at := range places {
		if at.Index >= 0 {
			word = "index"
			numbers[i] = fmt.Sprint(at.Index)
		} else {
			numbers[i] = fmt.Sprint(at.Line)
		}
	}
	if count > 1 {
		word = map[string]string{"line": "lines", "index": "indexes"}[word]
	}
	text := word + " " + strings.Join(numbers, ", ")
	if more := count - len(places); more > 0 {
		text += fmt.Sprintf(" … and %d more", more)
	}
	return text
}

// ProblemsError says what is wrong with the content of a list.
type ProblemsError struct {
	Source   string    // as [Source.String] names it
	Problems []Problem // in the order of their first places, at most MaxProblems
	More     int       // how many more rows have problems of other kinds
	Stopped  bool      // reading was given up before the end, so there may be others
}

// Error lists the problems, one kind in each line.
func (e *ProblemsError) Error() string {
	total := e.More
	for _, p := range e.Problems {
		total += p.Count
	}
	var b strings.Builder
	if total == 1 {
		fmt.Fprintf(&b, "%s has a problem:", e.Source)
	} else {
		fmt.Fprintf(&b, "%s has %d problems:", e.Source, total)
	}
	for _, p := range e.Problems {
		b.WriteByte('\n')
		b.WriteString(p.String())
	}
	if e.More > 0 {
		fmt.Fprintf(&b, "\nand %d more of other kinds", e.More)
	}
	if e.Stopped {
		b.WriteString("\nthe rest of the list was not read")
	}
	return b.String()
}

// position is where in its source a row stands; the fields are those of Place.
type position struct{ line, index int }

// problem is what is wrong with one row. detail, if it is set, says it more exactly than the fault.
func (at position) problem(column string, fault *phone.Fault, detail string) Problem {
	return Problem{Column: column, Count: 1, Places: []Place{{at.line, at.index}}, fault: fault, detail: detail}
}

// String names the position within a sentence.
func (at position) String() string {
	if at.index >= 0 {
		return fmt.Sprintf("at index %d", at.index)
	}
	return fmt.Sprintf("on line %d", at.line)
}

// fatalProblem is a problem behind which a list cannot be read on.
type fatalProblem struct{ Problem }

func (p *fatalProblem) Error() string { return p.String() }

func fatal(at position, text string) error { return &fatalProblem{at.problem("", nil, text)} }

// problemLog gathers the problems of one list, those that are alike together.
type problemLog struct {
	groups  []Problem
	index   map[problemKind]int // in groups
	more    int
	stopped bool          // reading was given up
	fatal   *fatalProblem // behind which nothing could be read
}

// problemKind is what problems of one group have in common.
type problemKind struct {
	column string
	fault  *phone.Fault
}

func (l *problemLog) add(problems ...Problem) {
	for _, p := range problems {
		kind := problemKind{p.Column, p.fault}
		i, known := l.index[kind]
		switch {
		case known && p.fault != nil:
			g := &l.groups[i]
			g.Count += p.Count
			g.Places = append(g.Places, p.Places[:min(len(p.Places), MaxPlaces-len(g.Places))]...)
		case len(l.groups) == MaxProblems:
			l.more += p.Count
		default:
			if l.index == nil {
				l.index = map[problemKind]int{}
			}
			l.index[kind] = len(l.groups)
			l.groups = append(l.groups, p)
		}
	}
}

// inOrder returns the groups in the order in which the list has the first of each.
func (l *problemLog) inOrder() []Problem {
	slices.SortStableFunc(l.groups, func(a, b Problem) int {
		if a.Places[0].Line != b.Places[0].Line {
			return a.Places[0].Line - b.Places[0].Line
		}
		return a.Places[0].Index - b.Places[0].Index
	})
	l.index = nil
	return l.groups
}

func (l *problemLog) err(source string) error {
	if l.fatal != nil {
		l.add(l.fatal.Problem)
		l.stopped = true
	}
	if len(l.groups) == 0 {
		return nil
	}
	return &ProblemsError{Source: source, Problems: l.inOrder(), More: l.more, Stopped: l.stopped}
}
