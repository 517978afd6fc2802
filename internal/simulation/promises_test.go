package simulation

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/mockendpoint"
	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
)

var changing = map[string]bool{"TaskCreat": true, "TaskAdd": true, "TaskSet": true, "taskDelPhone": true, "taskCall": true}

// checkCall looks at a request that is about to arrive.
func (r *run) checkCall(c call) {
	w := r.world
	if r.reading && changing[c.service] {
		w.violate("%s was sent while nothing may be changed", c.service)
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
		if !w.dialect.RemoveCalled {
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
	w := r.world
	w.discover()
	running := 0
	for _, t := range w.live() {
		if t.Status == mockendpoint.Running && !w.tasks[t.ID].startedByHand {
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
func (w *world) rows(taskID string) map[string]int {
	rows := map[string]int{}
	for _, n := range w.platform.Numbers(taskID) {
		rows[n.Phone]++
	}
	return rows
}

// checkRows is the half of promise 2 that always holds: no task has a number twice.
func (w *world) checkRows(taskID string) {
	for phone, n := range w.rows(taskID) {
		if n > 1 && !w.touched[phone] {
			w.violate("task %s has %s %d times", taskID, phone, n)
		}
	}
}

// discover takes note of new tasks. One that comes while the user has agreed to call people again
// begins a new epoch.
func (w *world) discover() {
	for _, t := range w.ours() {
		if w.tasks[t.ID] != nil {
			continue
		}
		if w.fresh || w.finishedUnnoticed(t.CustomID) {
			w.beginEpoch()
		}
		w.epoch.again = w.epoch.again || t.Params.Get("is_multi_call") == "1"
		w.tasks[t.ID] = &task{made: w.wanted.clone(), epoch: w.epoch.number, adopted: w.run.exchange.Fault != ""}
		w.run.created = append(w.run.created, t.ID)
		w.settled = unknown
		for _, other := range w.live() {
			if other.ID != t.ID && other.CustomID == t.CustomID && w.namesTasks() {
				w.violate("tasks %s and %s of the same campaign exist", other.ID, t.ID)
			}
		}
	}
}

// finishedUnnoticed reports whether the task of a killed run has ended before anybody looked, and the
// plan could not say so.
func (w *world) finishedUnnoticed(customID string) bool {
	for _, t := range w.ours() {
		known := w.tasks[t.ID]
		if known != nil && known.orphan && !known.undecided && t.Status == mockendpoint.Ended && t.CustomID == customID {
			return t.Called == 0 || !w.namesTasks() || !w.run.goes.quiet()
		}
	}
	return false
}

// beginEpoch forgets whom was called before, since the user wants everybody to be called anew.
func (w *world) beginEpoch() {
	w.fresh = false
	w.epoch = epoch{number: w.epoch.number + 1, dialled: map[string]int{}}
	for _, e := range w.everybody() {
		w.epoch.dialled[e.phone] = w.platform.Dialled(e.phone)
	}
}

// everybody is everyone who is or was on the list.
func (w *world) everybody() []entry { return slices.Concat(w.wanted.entries, w.formerly) }

// announce is the half of promise 2 that concerns replacements: a plan that calls people again says
// so, and there is none without a reason.
func (w *world) announce(c configuration, o outcome) {
	known := w.tasks[w.id()]
	switch o.plan.Action {
	case protocoltest.Update:
		// After an import the configuration is taken for what the task was made from.
		if !known.imported && !w.madeFrom(c) {
			w.violate("the plan changes in place what cannot be changed")
		}
		known.made = c.clone()
	case protocoltest.Create:
		w.announceRepetition(o)
	case protocoltest.Replace:
		if w.resource.Tainted() {
			w.announceRepetition(o)
			// A creation that failed has called nobody, unless somebody started the task by hand.
			w.fresh = w.fresh || known != nil && known.startedByHand
			return
		}
		if w.madeFrom(c) && !(known.imported && known.renamed) {
			w.violate("the plan replaces the task, though no setting has changed")
		}
		if !o.says("Replacing a task calls people again") {
			w.violate("the plan replaces the task and does not warn of calling people again")
		}
		w.fresh = true
	}
}

const repetition = "The same campaign was called before"

// announceRepetition: a plan that makes a campaign anew says so if people were called for it before.
func (w *world) announceRepetition(o outcome) {
	if o.says(repetition) {
		w.fresh = true
		return
	}
	for _, t := range w.ours() {
		if t.Status == mockendpoint.Ended && t.Called > 0 && t.CustomID == o.plan.Value("custom_task_id") && w.namesTasks() && o.goes.quiet() {
			w.violate("the plan does not say that task %s had called %d numbers of the same campaign", t.ID, t.Called)
		}
	}
}

// judgeRefresh: reading never loses the task.
func (w *world) judgeRefresh(o outcome, before *protocoltest.Resource) {
	w.secret(o.diags)
	if before.Exists() && (!w.resource.Exists() || w.resource.Value("id") != before.Value("id")) {
		w.violate("a refresh lost the task")
	}
}

// judge checks everything after a run and keeps state as Terraform would.
func (w *world) judge(o outcome, before *protocoltest.Resource) {
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
func (w *world) checkStray(o outcome) {
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
		case !known.orphan && t.Status != mockendpoint.Ended:
			w.violate("task %s has not ended and Terraform does not know it", t.ID)
		case known.undecided && t.EverStarted && !known.startedByHand:
			w.violate("task %s was started, though its creation was undecided", t.ID)
		}
	}
}

// checkFailedCreate is promise 7: what a failed creation leaves was not started.
func (w *world) checkFailedCreate(o outcome) {
	if o.dead || !o.failed() {
		return
	}
	for _, id := range o.created {
		if t, _ := w.platform.Task(id); t.EverStarted && !w.tasks[id].startedByHand {
			w.violate("the creation failed, and task %s was started", id)
		}
	}
}

// checkCalls is promise 2: within an epoch nobody is given to two tasks that were started, and
// nobody is called twice.
func (w *world) checkCalls() {
	var started []string
	for _, t := range w.ours() {
		if known := w.tasks[t.ID]; known.epoch == w.epoch.number && t.EverStarted && !known.startedByHand {
			started = append(started, t.ID)
		}
	}
	for _, e := range w.everybody() {
		if w.touched[e.phone] || mockendpoint.RejectUnroutable(e.phone) {
			continue
		}
		if len(started) > 1 {
			given := slices.DeleteFunc(slices.Clone(started), func(id string) bool { return w.platform.SubmittedTo(id, e.phone) == 0 })
			if len(given) > 1 {
				w.violate("%s was given to several tasks that were started: %v", e.phone, given)
			}
		}
		if calls := w.platform.Dialled(e.phone) - w.epoch.dialled[e.phone]; calls > 1 && !w.epoch.again {
			w.violate("%s was called %d times", e.phone, calls)
		}
	}
}

// checkSettled is promise 3: an apply that succeeded has left exactly what is wanted.
func (w *world) checkSettled(c configuration, o outcome) {
	t, _ := w.platform.Task(w.id())
	switch {
	case w.resource.Tainted():
		w.violate("a successful apply left the resource tainted")
	case w.id() == "" || w.tasks[t.ID] == nil:
		w.violate("a successful apply left no task in state")
	case !w.resource.Exists():
		w.violate("a successful apply left nothing in state")
	}
	if !w.holds() || o.moved || w.tasks[t.ID].purged {
		return
	}
	w.checkRunState(c, o, t)
	if t.Status == mockendpoint.Ended {
		return
	}
	drifted := w.settled != unknown && o.held != unknown && o.held != w.settled
	if drifted && !o.reconciled {
		w.violate("task %s had %d rows instead of %d, and the apply did not notice", t.ID, o.held, w.settled)
	}
	stored := w.platform.Numbers(t.ID)
	if w.outside && !drifted && (!o.reconciled || c.appendedTo(w.before)) {
		// As many numbers as before, but other ones: nobody notices that while the old ones stay wanted.
		if o.reconciled {
			w.settled = len(stored)
		}
		return
	}
	w.checkNumbers(c, t, stored)
	w.checkInvalid(c)
	w.outside, w.settled = false, len(stored)
}

// checkRunState is the part of promise 3 about desired_status.
func (w *world) checkRunState(c configuration, o outcome, t mockendpoint.TaskSnapshot) {
	if o.says("Whether the task was started is unknown") {
		return
	}
	known, paused := w.tasks[t.ID], t.PausedAt
	if known.imported || known.adopted {
		// The provider does not know the platform's zone then, and calls nobody in doubt.
		_, ahead := paused.Zone()
		paused = paused.Add(time.Duration(ahead)*time.Second - 14*time.Hour)
	}
	over := !t.PausedAt.IsZero() && !w.platform.Now().Before(paused)
	reached := true
	switch c.desired {
	case "running":
		waits := t.SwitchedOn || known.setBack && t.Status == mockendpoint.NotStarted && !t.ScheduledAt.IsZero() // looks the same
		reached = t.Status == mockendpoint.Running || t.Status == mockendpoint.Ended || waits || t.Status == mockendpoint.Paused && over
	case "paused":
		reached = t.Status == mockendpoint.Paused || t.Status == mockendpoint.Ended
	case "ended":
		reached = t.Status == mockendpoint.Ended
	case "not_started":
		adopted := known.imported && t.Status == mockendpoint.Ended // as it is
		reached = t.Status == mockendpoint.NotStarted || adopted || o.says("The task was started outside Terraform")
	}
	if !reached {
		w.violate("desired_status is %s, and the task is %s", c.desired, t.Status)
	}
}

func (w *world) checkNumbers(c configuration, t mockendpoint.TaskSnapshot, stored []mockendpoint.NumberSnapshot) {
	rows := make(map[string]mockendpoint.NumberSnapshot, len(stored))
	count := map[string]int{}
	for _, n := range stored {
		n.Called = n.Called || rows[n.Phone].Called
		rows[n.Phone] = n
		count[n.Phone]++
	}
	for _, e := range c.toCall() {
		n, there := rows[e.phone]
		delete(rows, e.phone)
		switch rejected := mockendpoint.RejectUnroutable(e.phone); {
		case rejected && there && !w.touched[e.phone]:
			w.violate("%s is rejected and in the task", e.phone)
		case rejected:
		case !there:
			w.violate("%s is wanted and not in the task", e.phone)
		case count[e.phone] > 1 && !n.Called:
			w.violate("%s is in the task %d times", e.phone, count[e.phone])
		case n.Called:
			// What was called is left as it is.
		case n.UserID != e.userID || n.MemberID != e.memberID || n.CustomUUID != e.customUUID:
			w.violate("%s has other fields than wanted: %+v", e, n)
		case !w.tasks[t.ID].imported && !w.touched[e.phone] && (n.Time != e.time || n.Ext != e.ext):
			w.violate("%s has another time or ext than wanted: %+v", e, n)
		}
	}
	for phone, n := range rows {
		if !n.Called {
			w.violate("%s is in the task, not wanted and not called", phone)
		}
	}
}

func (w *world) checkInvalid(c configuration) {
	var want, got []string
	for _, e := range c.toCall() {
		if mockendpoint.RejectUnroutable(e.phone) && !w.touched[e.phone] {
			want = append(want, e.phone)
		}
	}
	invalid, _ := w.resource.Value("invalid_data").([]any)
	byHand := 0
	for _, v := range invalid {
		if phone := fmt.Sprint(v); w.touched[phone] {
			byHand++ // whether the platform has it or not
		} else {
			got = append(got, phone)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		w.violate("invalid_data is %v, want %v", got, want)
	}
	if n := w.resource.Value("invalid_count"); n != int64(len(want)+byHand) {
		w.violate("invalid_count is %v, want %d", n, len(want)+byHand)
	}
	if n := w.resource.Value("number_count"); n != int64(len(c.toCall())) {
		w.violate("number_count is %v, want %d", n, len(c.toCall()))
	}
}

// checkNothingToDo is promise 4: a successful apply is followed by an empty plan.
func (w *world) checkNothingToDo(c configuration, o outcome) {
	switch {
	case o.moved || o.says("Whether the task was started is unknown"):
		return
	case o.plan.Action == protocoltest.NoOp:
		w.rested = true // there was nothing to do as it is
		return
	}
	w.note("  plan again")
	again := w.planOnly(c, disturbance{})
	w.rested = w.holds()
	switch {
	case again.failed():
		w.violate("the plan after a successful apply fails: %s", firstLine(protocoltest.Errors(again.diags)))
	case again.plan.Action != protocoltest.NoOp:
		w.violate("the plan after a successful apply is to %s", again.plan.Action)
	}
}

var (
	derivedID  = regexp.MustCompile(`tf-[0-9a-f]{32}`)
	platformID = regexp.MustCompile(`\b[0-9]{20}\b`)
	suspicious = regexp.MustCompile(`[0-9]{7,}|[0-9a-f]{32}|` + privateMark)
)

// secret is promise 5: nothing secret is in any diagnostic.
func (w *world) secret(diags []*tfprotov6.Diagnostic) {
	for _, d := range diags {
		text := d.Summary + "\n" + d.Detail
		bare := platformID.ReplaceAllString(derivedID.ReplaceAllString(strings.ReplaceAll(text, w.dir, ""), ""), "")
		if found := suspicious.FindString(bare); found != "" || strings.Contains(text, w.accessKey) {
			w.violate("%q is in a diagnostic: %s", found, text)
		}
	}
	if w.wanted.format == "" || !w.resource.Exists() || w.large || w.resource.Value("numbers") != nil {
		return
	}
	state := w.resource.StateText()
	for _, e := range w.wanted.entries {
		if !mockendpoint.RejectUnroutable(e.phone) && strings.Contains(state, e.phone) {
			w.violate("%s is in state", e.phone)
		}
	}
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
