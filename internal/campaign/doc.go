// Package campaign keeps the promises of an outbound task: it is created once whatever fails, holds exactly the numbers
// that are wanted, is started last and ended first, and calls nobody a second time.
//
// The platform has no idempotency keys and no update service, so the package lives by one rule: a request that changes
// something is sent once, and when its result is unknown the platform is asked what it holds before anything is sent
// again. Terraform does not appear here; the API client is reached through the Platform interface.
//
// # Where what is
//
//	create.go      a new task, in five steps: refuse, TaskCreat, see it, the rest of the numbers, start
//	previous.go    previous tasks of a campaign, and which of them forbid a new one (a table)
//	skipped.go     whom other tasks have called, to leave these people out
//	lookup.go      tasks by their custom task id; find.go: one task by its own id
//	recover.go     after TaskCreat: which task is ours (a table)
//	update.go      other numbers for a task that exists
//	decision.go    what is done next about a task's numbers: pure, drawn, and all of it; seen.go: what it goes by
//	sync.go        the loop that does what decision.go says
//	compare.go     what a task holds beside what is wanted; format.go, unechoed.go, sent.go help it
//	status.go      run, pause, end, each confirmed; end.go: pause, wait for the calls, end
//	redial.go      call people again, by an action
//
// # The states of a task, and what may change in them
//
//	             TaskSet 1              TaskSet 2
//	not started ───────────► running ◄────────────► paused
//	     │                      │      TaskSet 1      │
//	     └──────────────────────┴─────── TaskSet 3 ───┴───► ended
//
//	numbers are added and removed in all but ended
//	numbers are replaced (removed, seen to be gone, added) only while nobody is called: not started, or paused and at rest
package campaign
