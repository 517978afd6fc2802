package numberlist

import (
	"errors"
	"fmt"
)

// errStop ends a pass early: its reader has seen enough.
var errStop = errors.New("stop reading")

const notUTF8 = "the text is not UTF-8; save the list as UTF-8 (in a spreadsheet: as \"CSV UTF-8\")"

// rowConsumer is what a pass over a source is made for. An error ends the pass.
type rowConsumer interface {
	// entry takes a right row. It is valid only during the call.
	entry(at position, e *entry) error
	// reject takes the problems of a wrong row. They are valid only during the call.
	reject(problems []Problem) error
}

// rowScan stands between the readers of the formats and the consumer: it checks each row.
type rowScan struct {
	maxRows  int
	to       rowConsumer
	rows     int
	current  entry
	problems []Problem
}

// row takes the cells of one row.
func (s *rowScan) row(at position, row *cells) error {
	if err := s.count(); err != nil {
		return err
	}
	s.problems = s.problems[:0]
	s.current.fill(row, func(column field, text string) {
		s.problems = append(s.problems, at.problem(column.String(), text))
	})
	// A phone and a time that could be read are ASCII.
	if !row.valid(fieldUserID) || len(s.problems) > 0 && !row.valid(fieldPhone) {
		return fatal(at, notUTF8)
	}
	if len(s.problems) > 0 {
		return s.to.reject(s.problems)
	}
	return s.to.entry(at, &s.current)
}

// reject takes a row that cannot be divided into cells.
func (s *rowScan) reject(at position, column, text string) error {
	if err := s.count(); err != nil {
		return err
	}
	s.problems = append(s.problems[:0], at.problem(column, text))
	return s.to.reject(s.problems)
}

func (s *rowScan) count() error {
	if s.rows++; s.rows > s.maxRows {
		return fmt.Errorf("it has more than %d rows", s.maxRows)
	}
	return nil
}
