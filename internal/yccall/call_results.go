package yccall

import (
	"context"
	"iter"
)

// CallResults counts the numbers of a task by what became of them.
type CallResults struct {
	Total, Called, Uncalled int64
	// Answers and AnswerTypes are nil where the server tells nothing of answers, although
	// numbers were called.
	Answers     *AnswerCounts
	AnswerTypes *AnswerTypeCounts
}

// AnswerCounts counts called numbers by the flag of the row.
type AnswerCounts struct{ Answered, Unanswered int64 }

// AnswerTypeCounts counts called numbers by the answer type of the row: "connected", "caller" and
// "callee".
type AnswerTypeCounts struct{ Connected, AgentMissed, CustomerMissed int64 }

func (c AnswerCounts) sum() int64     { return c.Answered + c.Unanswered }
func (c AnswerTypeCounts) sum() int64 { return c.Connected + c.AgentMissed + c.CustomerMissed }

// The answer types of TaskInfo.
const (
	answerConnected      = "connected"
	answerAgentMissed    = "caller"
	answerCustomerMissed = "callee"
)

// CountCallResults counts the numbers of a task by what became of them (App.Sip_Yccall.TaskInfo). It reads the
// server's own counts from one small page for each result, whatever the length of the list, and
// goes through the numbers only where these counts cannot be trusted because the server ignores a
// filter.
//
// The counts are taken one after the other. Those of a running task may therefore add up to a few
// less than the whole.
func (c *Client) CountCallResults(ctx context.Context, taskID string) (CallResults, error) {
	results, ok, err := c.callResultsFromCounts(ctx, taskID)
	if err != nil || ok {
		return results, err
	}
	return Stable(func() (CallResults, error) {
		return tally(c.TaskNumbers(ctx, NumberFilter{TaskID: taskID}))
	})
}

// callResultsFromCounts asks the server to count. ok is false if what it counts is not what was asked.
func (c *Client) callResultsFromCounts(ctx context.Context, taskID string) (results CallResults, ok bool, err error) {
	yes, no := true, false
	results.Answers, results.AnswerTypes = new(AnswerCounts), new(AnswerTypeCounts)
	// While a task runs, numbers become called and more may be added. The parts are therefore counted
	// before what they are parts of, so that they never come to more.
	for _, count := range []struct {
		of     *int64
		filter NumberFilter
	}{
		{&results.Answers.Answered, NumberFilter{TaskID: taskID, Answered: &yes}},
		{&results.Answers.Unanswered, NumberFilter{TaskID: taskID, Answered: &no}},
		{&results.AnswerTypes.Connected, NumberFilter{TaskID: taskID, AnswerType: answerConnected}},
		{&results.AnswerTypes.AgentMissed, NumberFilter{TaskID: taskID, AnswerType: answerAgentMissed}},
		{&results.AnswerTypes.CustomerMissed, NumberFilter{TaskID: taskID, AnswerType: answerCustomerMissed}},
		{&results.Called, NumberFilter{TaskID: taskID, Called: &yes}},
		{&results.Uncalled, NumberFilter{TaskID: taskID, Called: &no}},
		{&results.Total, NumberFilter{TaskID: taskID}},
	} {
		total, ok, err := c.countFromPage(ctx, count.filter)
		if err != nil || !ok {
			return CallResults{}, false, err
		}
		*count.of = total
	}

	// A filter that is ignored counts every number for each of its values, which is too much as soon
	// as there is one. A filter by answers that finds nothing among called numbers may be one that the
	// server's rows know nothing of.
	fits := func(parts, whole int64) bool { return parts <= whole && (parts > 0 || whole == 0) }
	if !fits(results.Answers.sum(), results.Called) ||
		!fits(results.AnswerTypes.sum(), results.Called) ||
		!fits(results.Called+results.Uncalled, results.Total) {
		return CallResults{}, false, nil
	}
	only, err := c.lastPageHasOnly(ctx, taskID, results.Total)
	return results, only, err
}

// lastPageHasOnly reports whether the last numbers of the listing are the task's, too: a server that
// ignores taskid lists the numbers of all tasks, and those of this one may come first.
func (c *Client) lastPageHasOnly(ctx context.Context, taskID string, total int64) (bool, error) {
	if total <= rowsToLookAt {
		return true, nil
	}
	filter := NumberFilter{TaskID: taskID}
	lastPage := int((total + rowsToLookAt - 1) / rowsToLookAt)
	last, err := fetchPage(ctx, c, numberListing(c, filter), lastPage, rowsToLookAt)
	if err != nil {
		return false, err
	}
	for _, row := range last.rows {
		if !filter.matches(row.number()) {
			return false, nil
		}
	}
	return len(last.rows) > 0, nil
}

// tally counts numbers by what their rows say.
func tally(numbers iter.Seq2[TaskNumber, error]) (CallResults, error) {
	var r CallResults
	var answers AnswerCounts
	var types AnswerTypeCounts
	var otherTypes int64
	for n, err := range numbers {
		if err != nil {
			return CallResults{}, err
		}
		r.Total++
		if !n.Called {
			r.Uncalled++
			continue
		}
		r.Called++
		if n.Answered != nil {
			*answers.of(*n.Answered)++
		}
		switch n.AnswerType {
		case "":
		case answerConnected:
			types.Connected++
		case answerAgentMissed:
			types.AgentMissed++
		case answerCustomerMissed:
			types.CustomerMissed++
		default:
			otherTypes++
		}
	}
	if answers.sum() > 0 || r.Called == 0 {
		r.Answers = &answers
	}
	if types.sum()+otherTypes > 0 || r.Called == 0 {
		r.AnswerTypes = &types
	}
	return r, nil
}

func (c *AnswerCounts) of(answered bool) *int64 {
	if answered {
		return &c.Answered
	}
	return &c.Unanswered
}
