package simulation

import (
	"slices"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

var changing = map[string]bool{"TaskCreat": true, "TaskAdd": true, "TaskSet": true, "taskDelPhone": true, "taskCall": true}

// checkCall looks at a request that is about to arrive.
func (r *run) checkCall(c call) {
	w := r.fixture
	if r.reading && changing[c.service] {
		w.violate("%s was sent while nothing may be changed", c.service)
	}
	if c.service == "TaskCreat" || c.service == "TaskAdd" {
		for _, phone := range c.phones {
			if !r.planned[phone] {
				w.violate("%s was sent, and was not planned", phone)
			}
		}
	}
	switch c.service {
	case "TaskAdd":
		held := w.rows(c.taskID)
		for _, phone := range c.phones {
			if held[phone] > 0 && !w.touched[phone] && !w.tasks[c.taskID].purged {
				w.violate("%s was sent to a task that has it", phone)
			}
			if r.rejected[phone] && c.taskID == w.id() {
				w.violate("%s was sent again, though it is known to be rejected", phone)
			}
		}
	case "taskDelPhone":
		if !w.has(yccalltest.RemoveCalled) {
			break
		}
		// A number that is called just before it is removed leaves no trace in this dialect, so
		// nobody can know it later. A number that is wanted must not get there.
		for _, phone := range c.phones {
			if !w.wanted.listed(phone) && w.platform.Dialled(phone) > 0 {
				w.touched[phone] = true
			}
		}
	}
}

// checkEffect looks at the platform after a request.
func (r *run) checkEffect(c call) {
	w := r.fixture
	w.discover()
	running := 0
	for _, t := range w.live() {
		if t.Status == yccalltest.Running && !w.tasks[t.ID].startedByHand {
			running++
		}
		if changing[c.service] || !w.large {
			w.checkRows(t.ID)
		}
	}
	if running > 1 {
		w.violate("%d tasks run at the same time", running)
	}
}

// rows counts the rows of each number of a task.
func (w *fixture) rows(taskID string) map[string]int {
	rows := map[string]int{}
	for _, n := range w.platform.Numbers(taskID) {
		rows[n.Phone]++
	}
	return rows
}

// checkRows is the half of promise 2 that always holds: no task has a number twice.
func (w *fixture) checkRows(taskID string) {
	for phone, n := range w.rows(taskID) {
		if n > 1 && !w.touched[phone] {
			w.violate("task %s has %s %d times", taskID, phone, n)
		}
	}
}

// discover takes note of new tasks. One that comes while the user has agreed to call people again
// begins a new epoch.
func (w *fixture) discover() {
	for _, t := range w.ours() {
		if w.tasks[t.ID] != nil {
			continue
		}
		if w.fresh || w.finishedUnnoticed(t.CustomID) {
			w.beginEpoch()
		}
		w.epoch.again = w.epoch.again || t.Params.Get("is_multi_call") == "1"
		// A task that shows only after its TaskCreat was answered, or with a fault, is one that was found again.
		x := w.run.exchange
		told := x.Fault == "" && strings.HasSuffix(x.Service, "TaskCreat")
		w.tasks[t.ID] = &task{made: w.wanted.clone(), epoch: w.epoch.number, adopted: !told}
		w.run.created = append(w.run.created, t.ID)
		w.settled = unknown
		for _, other := range w.live() {
			if other.ID != t.ID && other.CustomID == t.CustomID && w.namesTasks() {
				w.violate("tasks %s and %s of the same campaign exist", other.ID, t.ID)
			}
		}
	}
}

// finishedUnnoticed reports whether the task of a killed run has ended before anybody looked, and was no
// reason to refuse another one: it called nobody, it cannot be found, or the user has chosen the custom task
// id, so that only the plan speaks of it, and could not.
func (w *fixture) finishedUnnoticed(customID string) bool {
	for _, t := range w.ours() {
		known := w.tasks[t.ID]
		if known != nil && known.orphan && !known.undecided && t.Status == yccalltest.Ended && t.CustomID == customID {
			return t.Called == 0 || !w.namesTasks() || w.wanted.customID != "" && !w.run.goes.quiet()
		}
	}
	return false
}

// beginEpoch forgets whom was called before, since the user wants everybody to be called anew.
func (w *fixture) beginEpoch() {
	w.fresh = false
	w.epoch = epoch{number: w.epoch.number + 1, dialled: map[string]int{}, said: w.wanted.again}
	for _, e := range w.everybody() {
		w.epoch.dialled[e.phone] = w.platform.Dialled(e.phone)
	}
}

// everybody is everyone who is or was on the list.
func (w *fixture) everybody() []entry { return slices.Concat(w.wanted.entries, w.formerly) }

// announce is the half of promise 2 that concerns new tasks: none is planned for one that was started unless the
// configuration says who is called again.
func (w *fixture) announce(c configuration, o outcome) {
	known, t := w.tasks[w.id()], yccalltest.TaskSnapshot{}
	if known != nil {
		t, _ = w.platform.Task(w.id())
	}
	switch {
	case known == nil && o.plan.Action != protocoltest.Create && !w.resource.Tainted():
		w.violate("the plan changes a task that nobody knows")
		return
	case known == nil:
		w.fresh = w.fresh || c.again != w.epoch.said
		return
	}
	switch o.plan.Action {
	case protocoltest.Update:
		// After an import the configuration is taken for what the task was made from, and an ended task keeps what it was.
		if !known.imported && !w.madeFrom(c) && t.Status != yccalltest.Ended {
			w.violate("the plan changes in place what cannot be changed")
		}
		id := known.made.customID
		known.made = c.clone()
		if c.customID == "" {
			known.made.customID = id // which the task keeps
		}
	case protocoltest.Replace:
		said := c.again != known.made.again || slices.Contains(c.skip, w.id())
		if w.resource.Tainted() {
			break
		}
		if w.madeFrom(c) && !said && (!known.imported || !known.renamed) {
			w.violate("the plan replaces the task, though no setting has changed")
		}
		if t.EverStarted && !said {
			w.violate("the plan replaces a task that was started, and nobody has said who is called again")
		}
	}
	w.fresh = w.fresh || c.again != w.epoch.said
}

// judgeRefresh: reading never loses the task.
func (w *fixture) judgeRefresh(o outcome, before *protocoltest.Resource) {
	w.secret(o.diags)
	if before.Exists() && (!w.resource.Exists() || w.resource.Value("id") != before.Value("id")) {
		w.violate("a refresh lost the task")
	}
}

// judge checks everything after a run and keeps state as Terraform would.
func (w *fixture) judge(o outcome, before *protocoltest.Resource) {
	if o.dead {
		*w.resource = *before
		w.outside = true
		w.halfway = w.halfway || o.applied && o.plan.Action == protocoltest.Update
	}
	if o.moved || o.applied && o.failed() && !o.dead {
		w.settled = unknown
	}
	w.discover()
	w.secret(o.diags)
	if err := protocoltest.Errors(o.diags); err != nil {
		w.note("it failed: %s", firstLine(err))
	}
	for _, d := range protocoltest.Warnings(o.diags) {
		w.note("it warned: %s", d.Summary)
	}
	w.checkStray(o)
	w.checkFailedCreate(o)
	w.checkCalls()
	if o.plan != nil && o.plan.Action == protocoltest.Update && !w.resource.Exists() {
		w.violate("an update lost the task")
	}
	if w.resource.Exists() {
		w.fresh = false
	}
	if o.applied && !o.failed() && o.plan.Action == protocoltest.Destroy && w.resource.Exists() {
		w.violate("the destroyed task is still in state")
	}
}

// checkStray is promise 1: there is at most one task that has not ended, and Terraform knows it. A
// run that was killed, and a creation of which the user was told that it could not be decided, may
// leave another one; the latter was never started.
func (w *fixture) checkStray(o outcome) {
	undecided := o.says("Whether the task was created is unknown")
	for _, t := range w.ours() {
		known := w.tasks[t.ID]
		if t.ID == w.id() {
			known.orphan = false
			continue
		}
		if !known.orphan && slices.Contains(o.created, t.ID) && (o.dead || undecided) {
			known.orphan, known.undecided = true, undecided && !o.dead
			w.note("task %s is in nobody's state", t.ID)
		}
		switch {
		case !known.orphan && t.Status != yccalltest.Ended:
			w.violate("task %s has not ended and Terraform does not know it", t.ID)
		case known.undecided && t.EverStarted && !known.startedByHand:
			w.violate("task %s was started, though its creation was undecided", t.ID)
		}
	}
}

// checkFailedCreate is promise 7: what a failed creation leaves was not started.
func (w *fixture) checkFailedCreate(o outcome) {
	if o.dead || !o.failed() {
		return
	}
	for _, id := range o.created {
		if t, _ := w.platform.Task(id); t.EverStarted && !w.tasks[id].startedByHand {
			w.violate("the creation failed, and task %s was started", id)
		}
	}
}

// checkCalls is promise 2: within an epoch nobody is called twice.
func (w *fixture) checkCalls() {
	for _, e := range w.everybody() {
		if w.touched[e.phone] || yccalltest.RejectUnroutable(e.phone) {
			continue
		}
		if calls := w.platform.Dialled(e.phone) - w.epoch.dialled[e.phone]; calls > 1 && !w.epoch.again {
			w.violate("%s was called %d times", e.phone, calls)
		}
	}
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
