package numberlist

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// MaxProblems is how many problems one [ProblemsError] lists.
const MaxProblems = 20

// ErrEmpty says that a list has no numbers at all.
var ErrEmpty = errors.New("the list has no numbers")

// emptyError is ErrEmpty with the name of the source.
type emptyError struct{ source string }

func (e *emptyError) Error() string { return e.source + " has no numbers: at least one is needed" }

func (e *emptyError) Is(target error) bool { return target == ErrEmpty }

// Problem is one thing that is wrong with the content of a list. It never holds a value of the list.
type Problem struct {
	Line   int    // counted from 1; 0 if the source has no lines
	Index  int    // counted from 0; -1 if the rows of the source are known by their lines alone
	Column string // phone, time, …; empty if the problem is not with one field
	Text   string // what is wrong; continues the column's name if there is one
}

// String returns the problem with its place in front: "line 7: phone is missing".
func (p Problem) String() string {
	text := p.Text
	if p.Column != "" {
		text = p.Column + " " + text
	}
	switch {
	case p.Index >= 0 && p.Line > 0:
		return fmt.Sprintf("index %d (line %d): %s", p.Index, p.Line, text)
	case p.Index >= 0:
		return fmt.Sprintf("index %d: %s", p.Index, text)
	default:
		return fmt.Sprintf("line %d: %s", p.Line, text)
	}
}

// ProblemsError says what is wrong with the content of a list.
type ProblemsError struct {
	Source   string    // as [Source.String] names it
	Problems []Problem // the first ones in the order of the list, at most MaxProblems
	More     int       // how many more there are
	Stopped  bool      // reading was given up before the end, so there may be others
}

// Error lists the problems, one in each line.
func (e *ProblemsError) Error() string {
	var b strings.Builder
	if total := len(e.Problems) + e.More; total == 1 {
		fmt.Fprintf(&b, "%s has a problem:", e.Source)
	} else {
		fmt.Fprintf(&b, "%s has %d problems:", e.Source, total)
	}
	for _, p := range e.Problems {
		b.WriteByte('\n')
		b.WriteString(p.String())
	}
	if e.More > 0 {
		fmt.Fprintf(&b, "\nand %d more", e.More)
	}
	if e.Stopped {
		b.WriteString("\nthe rest of the list was not read")
	}
	return b.String()
}

// position is where in its source a row stands; the fields are those of Problem.
type position struct{ line, index int }

func (at position) problem(column, text string) Problem {
	return Problem{Line: at.line, Index: at.index, Column: column, Text: text}
}

// String names the position within a sentence.
func (at position) String() string {
	if at.index >= 0 {
		return fmt.Sprintf("at index %d", at.index)
	}
	return fmt.Sprintf("on line %d", at.line)
}

// before orders positions as the rows stand in the list.
func (at position) before(other position) bool {
	return at.line < other.line || at.line == other.line && at.index < other.index
}

// fatalProblem is a problem behind which a list cannot be read on.
type fatalProblem struct{ Problem }

func (p *fatalProblem) Error() string { return p.String() }

func fatal(at position, text string) error { return &fatalProblem{at.problem("", text)} }

// problemLog gathers the problems of one list.
type problemLog struct {
	first   []Problem
	total   int
	stopped bool
}

func (l *problemLog) add(problems ...Problem) {
	l.total += len(problems)
	l.first = append(l.first, problems[:min(len(problems), MaxProblems-len(l.first))]...)
}

// merge puts later findings between those already there and counts all of them as total.
func (l *problemLog) merge(found []Problem, total int) {
	l.total += total
	l.first = append(l.first, found...)
	slices.SortStableFunc(l.first, func(a, b Problem) int {
		at, other := position{a.Line, a.Index}, position{b.Line, b.Index}
		switch {
		case at.before(other):
			return -1
		case other.before(at):
			return 1
		default:
			return 0
		}
	})
	l.first = l.first[:min(len(l.first), MaxProblems)]
}

func (l *problemLog) err(source string) error {
	if l.total == 0 {
		return nil
	}
	return &ProblemsError{Source: source, Problems: l.first, More: l.total - len(l.first), Stopped: l.stopped}
}
