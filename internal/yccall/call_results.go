package yccall

import (
	"context"
	"iter"
)

// CallResults counts the numbers of a task by what became of them. Pointers are nil where the server
// tells nothing of answers, although numbers were called.
type CallResults struct {
	Total, Called, Uncalled int64
	// Answered and Unanswered count called numbers by the flag of the row.
	Answered, Unanswered *int64
	// Connected, AgentMissed ("caller") and CustomerMissed ("callee") count called numbers by the
	// answer type of the row.
	Connected, AgentMissed, CustomerMissed *int64
}

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
	var answered, unanswered, connected, agentMissed, customerMissed int64
	// While a task runs, numbers become called and more may be added. The parts are therefore counted
	// before what they are parts of, so that they never come to more.
	for _, count := range []struct {
		of     *int64
		filter NumberFilter
	}{
		{&answered, NumberFilter{TaskID: taskID, Answered: &yes}},
		{&unanswered, NumberFilter{TaskID: taskID, Answered: &no}},
		{&connected, NumberFilter{TaskID: taskID, AnswerType: answerConnected}},
		{&agentMissed, NumberFilter{TaskID: taskID, AnswerType: answerAgentMissed}},
		{&customerMissed, NumberFilter{TaskID: taskID, AnswerType: answerCustomerMissed}},
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
	results.Answered, results.Unanswered = &answered, &unanswered
	results.Connected, results.AgentMissed, results.CustomerMissed = &connected, &agentMissed, &customerMissed

	// A filter that is ignored counts every number for each of its values, which is too much as soon
	// as there is one. A filter by answers that finds nothing among called numbers may be one that the
	// server's rows know nothing of.
	fits := func(parts, whole int64) bool { return parts <= whole && (parts > 0 || whole == 0) }
	if !fits(answered+unanswered, results.Called) ||
		!fits(connected+agentMissed+customerMissed, results.Called) ||
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
func tally(numbers iter.Seq2[TaskNumber, error]) (o CallResults, err error) {
	var answered, unanswered, connected, agentMissed, customerMissed, other int64
	for n, err := range numbers {
		if err != nil {
			return CallResults{}, err
		}
		o.Total++
		if !n.Called {
			o.Uncalled++
			continue
		}
		o.Called++
		if n.Answered != nil {
			if *n.Answered {
				answered++
			} else {
				unanswered++
			}
		}
		switch n.AnswerType {
		case "":
		case answerConnected:
			connected++
		case answerAgentMissed:
			agentMissed++
		case answerCustomerMissed:
			customerMissed++
		default:
			other++
		}
	}
	if answered+unanswered > 0 || o.Called == 0 {
		o.Answered, o.Unanswered = &answered, &unanswered
	}
	if connected+agentMissed+customerMissed+other > 0 || o.Called == 0 {
		o.Connected, o.AgentMissed, o.CustomerMissed = &connected, &agentMissed, &customerMissed
	}
	return o, nil
}
