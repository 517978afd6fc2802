package numberlist

import (
	"context"
	"errors"
	"fmt"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// DoNotCall is a checked list of people who must not be called.
type DoNotCall struct {
	Set      *phone.Set
	Warnings []Warning
}

// CheckDoNotCall reads a list of people who must not be called. Only its phones matter: it needs no header, and other
// columns, rows without a phone and repetitions are ignored. A phone that cannot be read is an error all the same, since
// somebody would be called. The errors are those of [Check]; an empty list is none, but has a warning.
func CheckDoNotCall(ctx context.Context, s *Source) (*DoNotCall, error) {
	done, err := s.takeTurn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	var c doNotCallChecker
	err = s.scan(ctx, true, &c)
	var content *fatalProblem
	switch {
	case errors.As(err, &content):
		c.log.fatal = content
	case errors.Is(err, errStop):
		c.log.stopped = true
	case err != nil:
		return nil, err
	}
	if err := c.log.err(s.String()); err != nil {
		return nil, err
	}
	list := &DoNotCall{Set: c.numbers.Set()}
	for _, w := range c.doubts.ofNumbers(list.Set.Len()) {
		w.Detail = fmt.Sprintf("%s: %s", s, w.Detail)
		list.Warnings = append(list.Warnings, w)
	}
	if list.Set.Len() == 0 {
		list.Warnings = []Warning{{
			Kind: WarnNobody, Summary: "The do-not-call list is empty",
			Detail: fmt.Sprintf("%s has no numbers, so nobody is left out because of it. Look whether it is the right file, and whether it was written as a whole.", s),
		}}
	}
	if c.sheets > 0 {
		list.Warnings = append(list.Warnings, sheetsWarning(s, c.sheets))
	}
	return list, nil
}

// doNotCallChecker is the consumer of that pass.
type doNotCallChecker struct {
	numbers phone.Collector
	log     problemLog
	badRows int
	doubts  doubts
	sheets  int // of a workbook, that are not read
}

func (c *doNotCallChecker) otherSheets(count int) { c.sheets = count }

func (c *doNotCallChecker) entry(at position, e *entry) error {
	c.doubts.look(at, e, false)
	c.numbers.Add(phone.Record{Number: e.number})
	return nil
}

func (c *doNotCallChecker) reject(problems []Problem) error {
	c.log.add(problems...)
	if c.badRows++; c.badRows == hopelessRows && c.numbers.Count() == 0 {
		return errStop
	}
	return nil
}
