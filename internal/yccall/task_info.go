package yccall

import (
	"context"
	"iter"
)

// The codes of TaskInfo for a number. Its filter numbers the same states 1 and 2.
const (
	numberUncalled       = 1035
	filterNumberUncalled = 1
	filterNumberCalled   = 2
)

// TaskNumber is a row of TaskInfo: a number of a task and what became of it. It
// holds personal data. Pointers are nil where the server sent no such key.
type TaskNumber struct {
	TaskID string
	// Phone is the number as the platform keeps it, which may be in another
	// spelling than it was sent.
	Phone string
	// Called is false only if the platform says that the number has not been called
	// yet. An unknown state counts as called: taking a called number for an
	// uncalled one is how somebody is called twice.
	Called bool

	// The fields of the entry as it was sent.
	UserID, MemberID, CustomUUID, Ext *string
	// Time is the unix time, in seconds, after which the number is not called.
	Time *int64

	// Extension is the agent's, empty before a call.
	Extension string
	// Answered is nil before a call.
	Answered *bool
	// AnswerType is "caller" (the agent did not answer), "callee" (the customer did
	// not) or "connected"; empty before a call.
	AnswerType string
}

// NumberFilter says which numbers TaskInfo lists. TaskID or CustomTaskID is
// required; the other fields narrow the listing unless they are nil or empty.
type NumberFilter struct {
	TaskID       string
	CustomTaskID string
	Called       *bool
	Answered     *bool
	// AnswerType is as in TaskNumber.
	AnswerType string
}

func (f NumberFilter) form() form {
	var params form
	params.optional("taskid", f.TaskID)
	params.optional("customtaskid", f.CustomTaskID)
	if f.Called != nil {
		code := filterNumberUncalled
		if *f.Called {
			code = filterNumberCalled
		}
		params.setInt("status", code)
	}
	params.optionalSwitch("answered", f.Answered)
	params.optional("answertype", f.AnswerType)
	return params
}

// matches reports whether a row fits the filter. Servers that do not know a
// filter send every row.
func (f NumberFilter) matches(n TaskNumber) bool {
	switch {
	case f.TaskID != "" && n.TaskID != "" && n.TaskID != f.TaskID,
		f.Called != nil && n.Called != *f.Called,
		f.Answered != nil && (n.Answered == nil || *n.Answered != *f.Answered),
		f.AnswerType != "" && n.AnswerType != f.AnswerType:
		return false
	}
	return true
}

// TaskNumbers lists the numbers of a task (App.Sip_Yccall.TaskInfo), page by
// page, several pages at a time. The order is the server's. Rows that do not fit
// the filter are skipped. A number that the task holds twice comes twice.
//
// A listing whose count changed while it was read, as one that is filtered by
// Called does when the task runs, ends with ErrUnstableListing after its last
// row. Whoever has to know what a task holds then discards the rows and lists
// again (see Stable).
func (c *Client) TaskNumbers(ctx context.Context, filter NumberFilter) iter.Seq2[TaskNumber, error] {
	return func(yield func(TaskNumber, error) bool) {
		for row, err := range listRows(ctx, c, numberListing(c, filter)) {
			if err != nil {
				yield(TaskNumber{}, err)
				return
			}
			if number := row.number(); filter.matches(number) && !yield(number, nil) {
				return
			}
		}
	}
}

// FirstTaskNumbers is TaskNumbers up to a limit. more is true if further numbers fit. A listing that
// is filtered by result moves all the time while the task runs; that of the whole task does not, and
// is gone through instead where the former cannot be read.
func (c *Client) FirstTaskNumbers(ctx context.Context, filter NumberFilter, limit int) (numbers []TaskNumber, more bool, err error) {
	asked := filter
	numbers, err = Stable(func() ([]TaskNumber, error) {
		var err error
		numbers, more, err = c.firstNumbers(ctx, asked, filter, limit)
		asked = NumberFilter{TaskID: filter.TaskID, CustomTaskID: filter.CustomTaskID}
		return numbers, err
	})
	return numbers, more, err
}

// firstNumbers goes once through what the server lists when it is asked for one filter, and keeps
// what fits another.
func (c *Client) firstNumbers(ctx context.Context, asked, filter NumberFilter, limit int) (numbers []TaskNumber, more bool, err error) {
	for number, err := range c.TaskNumbers(ctx, asked) {
		switch {
		case err != nil:
			return nil, false, err
		case !filter.matches(number):
		case len(numbers) == limit:
			return numbers, true, nil
		default:
			numbers = append(numbers, number)
		}
	}
	return numbers, false, nil
}

// CountTaskNumbers counts the numbers that fit the filter (App.Sip_Yccall.TaskInfo).
// It reads the server's own count from a small page. Where that count is missing
// or the server is seen to ignore the filter, it counts by listing.
func (c *Client) CountTaskNumbers(ctx context.Context, filter NumberFilter) (int64, error) {
	total, ok, err := c.countFromPage(ctx, filter)
	if err != nil {
		return 0, err
	}
	if ok && filter.Called != nil && total > 0 {
		// Rows that fit prove nothing while all rows fit. A server that ignores the
		// filter shows the same rows when it is asked for the opposite.
		opposite := filter
		called := !*filter.Called
		opposite.Called = &called
		if _, ok, err = c.countFromPage(ctx, opposite); err != nil {
			return 0, err
		}
	}
	if ok {
		return total, nil
	}
	return Stable(func() (int64, error) {
		var count int64
		for _, err := range c.TaskNumbers(ctx, filter) {
			if err != nil {
				return 0, err
			}
			count++
		}
		return count, nil
	})
}

// rowsToLookAt is the page size for counts: that of the platform's own example.
const rowsToLookAt = 10

// countFromPage returns the server's count of the rows that fit the filter. ok is
// false if there is none, or if a row shows that it counts other rows as well.
func (c *Client) countFromPage(ctx context.Context, filter NumberFilter) (total int64, ok bool, err error) {
	p, err := fetchPage(ctx, c, numberListing(c, filter), 1, rowsToLookAt)
	if err != nil {
		return 0, false, err
	}
	for _, row := range p.rows {
		if !filter.matches(row.number()) {
			return 0, false, nil
		}
	}
	if p.total == unknownTotal && len(p.rows) == 0 {
		return 0, true, nil
	}
	return p.total, p.total >= int64(len(p.rows)), nil
}

func numberListing(c *Client, filter NumberFilter) listing[numberRow] {
	return listing[numberRow]{
		service:  serviceTaskInfo,
		params:   filter.form(),
		rowsKey:  "result",
		sizes:    []int{10_000, 1_000, 100},
		inFlight: c.pagesInFlight,
		key:      func(row numberRow) string { return row.TaskID.value + "\x00" + row.Phone.value },
	}
}

// numberRow is a row on the wire. Time and ext are not in the readable part of
// the platform's page.
type numberRow struct {
	TaskID     flexText `json:"taskid"`
	Phone      flexText `json:"telphone"`
	Status     flexInt  `json:"status"`
	UserID     flexText `json:"userid"`
	MemberID   flexText `json:"memberid"`
	CustomUUID flexText `json:"customuuid"`
	Ext        flexText `json:"ext"`
	Time       flexInt  `json:"time"`
	Extension  flexText `json:"extnumber"`
	Answered   flexInt  `json:"answered"`
	AnswerType flexText `json:"answertype"`
}

func (r numberRow) number() TaskNumber {
	uncalled := r.Status.known && (r.Status.value == numberUncalled || r.Status.value == filterNumberUncalled)
	return TaskNumber{
		TaskID:     r.TaskID.value,
		Phone:      r.Phone.value,
		Called:     !uncalled,
		UserID:     r.UserID.pointer(),
		MemberID:   r.MemberID.pointer(),
		CustomUUID: r.CustomUUID.pointer(),
		Ext:        r.Ext.pointer(),
		Time:       r.Time.pointer(),
		Extension:  r.Extension.visible().value,
		Answered:   r.Answered.flag(),
		AnswerType: r.AnswerType.visible().value,
	}
}

// SomeTaskNumbers lists a few numbers of a task (App.Sip_Yccall.TaskInfo), as the
// platform writes them.
func (c *Client) SomeTaskNumbers(ctx context.Context, taskID string) ([]TaskNumber, error) {
	p, err := fetchPage(ctx, c, numberListing(c, NumberFilter{TaskID: taskID}), 1, rowsToLookAt)
	if err != nil {
		return nil, err
	}
	numbers := make([]TaskNumber, 0, len(p.rows))
	for _, row := range p.rows {
		numbers = append(numbers, row.number())
	}
	return numbers, nil
}
