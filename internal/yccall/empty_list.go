package yccall

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// PHP services often answer a list without rows with a business failure and a text that
// says there is no data. An account without tasks then refuses every TaskList, and
// nothing could be created there. The text means nothing to a program: whether a
// refusal says "no rows" is found out by asking for rows that cannot exist. Where both
// are refused alike, the list is empty.

const (
	// impossibleTaskID has the form of a task id, and the date of no task.
	impossibleTaskID = "00000000000000000000"
	// longAgo is before any task.
	longAgo = "2000-01-01 00:00:00"
)

// faultCodes are the documented codes that say that the platform itself fails: its
// server cannot be reached, something abnormal happened, or the token does not know an
// extension yet.
var faultCodes = []string{"1001", "1002", codeExtensionProblem}

// emptyLists remembers how the platform answers for rows that cannot exist.
type emptyLists struct {
	mu sync.Mutex
	// refusals are what it answered when it was asked with a creation time, and
	// without; nil where it answered with a list.
	refusals map[bool]*Error
	// hasTasks tells that a listing of all tasks had rows, so that a refusal of it is
	// one.
	hasTasks bool
}

func (e *emptyLists) get(withTime bool) (refusal *Error, known bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	refusal, known = e.refusals[withTime]
	return refusal, known || e.hasTasks
}

func (e *emptyLists) set(withTime bool, refusal *Error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.refusals == nil {
		e.refusals = make(map[bool]*Error)
	}
	e.refusals[withTime] = refusal
}

// seen notes that a listing of all tasks had rows.
func (e *emptyLists) seen() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.hasTasks, e.refusals = true, nil
}

// saysEmpty reports whether a refused listing of all tasks has no rows. A listing that
// is narrowed may be refused for its filter, which all lists with that filter are: the
// caller can ask for all tasks then. For the same reason the impossible rows are asked
// for with a creation time where the list was not, and without where it was.
func (c *Client) saysEmpty(ctx context.Context, filter TaskFilter, err error) bool {
	refusal := refusedList(err)
	if refusal == nil || !filter.all() {
		return false
	}
	withTime := filter.CreatedFrom == ""
	alike, known := c.emptyLists.get(withTime)
	if !known {
		impossible := TaskFilter{IDs: []string{impossibleTaskID}}
		if withTime {
			impossible.CreatedFrom = longAgo
		}
		var err error
		for _, err = range c.tasks(ctx, impossible) {
			break // one answer is enough
		}
		if err != nil && (!errors.As(err, &alike) || !errors.Is(err, ErrRefused)) {
			return false // it could not be asked
		}
		c.emptyLists.set(withTime, alike)
	}
	return alike != nil && alike.Code == refusal.Code && alike.Message == refusal.Message
}

// saysNone reports whether a refused lookup has no rows: it is refused alike for a row that
// cannot exist. A lookup that is narrowed to one row by the parameter key may be refused
// for what it asks for.
func (c *Client) saysNone(ctx context.Context, svc service, params form, key string, err error) bool {
	refusal := refusedList(err)
	if refusal == nil || params.has(key) {
		return false
	}
	params = slices.Clone(params)
	params.set(key, impossibleTaskID)
	_, err = c.request(ctx, svc, params)
	alike := refusedList(err)
	return alike != nil && alike.Code == refusal.Code && alike.Message == refusal.Message
}

// refusedList is the refusal of a list that may mean that it is empty; nil for any other error.
func refusedList(err error) *Error {
	var refusal *Error
	if !errors.As(err, &refusal) || !errors.Is(refusal, ErrRefused) || slices.Contains(faultCodes, refusal.Code) {
		return nil
	}
	return refusal
}
