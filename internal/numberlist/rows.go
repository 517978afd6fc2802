package numberlist

import (
	"errors"
	"fmt"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// errStop ends a pass early: its reader has seen enough.
var errStop = errors.New("stop reading")

// rowConsumer is what a pass over a source is made for. An error ends the pass.
type rowConsumer interface {
	// entry takes a right row. It is valid only during the call.
	entry(at position, e *entry) error
	// reject takes the problems of a wrong row. They are valid only during the call.
	reject(problems []Problem) error
}

// rowScan stands between the readers of the formats and the consumer: it checks each row.
type rowScan struct {
	maxRows   int
	phoneOnly bool // the list is a do-not-call list: only the phones matter
	to        rowConsumer
	head      []byte // what the list begins with, as it is
	rows      int
	hidden    bool // the next row is not shown in its workbook
	current   entry
	number    entry // has a number only, and stands for a row that does
	problems  []Problem
}

// row takes the cells of one row.
func (s *rowScan) row(at position, row *cells) error {
	if s.phoneOnly && len(row[fieldPhone]) == 0 {
		return nil
	}
	if err := s.count(); err != nil {
		return err
	}
	s.problems, s.current.hidden = s.problems[:0], s.hidden
	isPlain := s.current.fill(row, s.phoneOnly, func(column field, fault *phone.Fault, detail string) {
		s.problems = append(s.problems, at.problem(column.String(), fault, detail))
	})
	// A phone and a time that could be read are UTF-8.
	from := fieldUserID
	if len(s.problems) > 0 {
		from = fieldPhone
	}
	if !isPlain || len(s.problems) > 0 {
		if wrong := row.invalid(from); wrong != nil {
			return fatal(at, notUTF8Text(wrong, s.head, attributeOf(s.phoneOnly)))
		}
	}
	if len(s.problems) > 0 {
		return s.to.reject(s.problems)
	}
	return s.to.entry(at, &s.current)
}

// digitRows takes the rows at the beginning of the window that have nothing but a phone of digits, and stops at the first
// that needs a closer look. It is for lists of phones alone: of such a row everything is known once its digits are read.
func (s *rowScan) digitRows(in *input) error {
	for text := in.rest(); ; {
		n, size := phone.ReadDigits(text)
		if size == 0 {
			return nil
		}
		switch end := text[size:]; {
		case len(end) > 0 && end[0] == '\n':
			size++
		case len(end) > 1 && end[0] == '\r' && end[1] == '\n':
			size += 2
		default:
			return nil
		}
		if err := s.count(); err != nil {
			return err
		}
		s.number.number = n
		if err := s.to.entry(position{in.line, -1}, &s.number); err != nil {
			return err
		}
		in.passLine(size)
		text = text[size:]
	}
}

// reject takes a row that cannot be divided into cells.
func (s *rowScan) reject(at position, column string, fault *phone.Fault) error {
	if err := s.count(); err != nil {
		return err
	}
	s.problems = append(s.problems[:0], at.problem(column, fault, ""))
	return s.to.reject(s.problems)
}

func (s *rowScan) count() error {
	if s.rows++; s.rows > s.maxRows {
		return s.tooManyRows()
	}
	return nil
}

func (s *rowScan) tooManyRows() error { return fmt.Errorf("it has more than %d rows", s.maxRows) }
