package simulation

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// console makes up something that a person does to the task by hand, whenever it is done.
func (w *fixture) console() act {
	on := func(what string, do func(id string) error) act {
		return act{what, func() {
			ours := w.live()
			if len(ours) == 0 {
				return
			}
			id := ours[len(ours)-1].ID
			w.run.moved = true
			w.consistent("working at the console", do(id))
		}}
	}
	touch := func(phones ...string) {
		w.outside = true
		for _, phone := range phones {
			w.touched[phone] = true
		}
	}
	set := func(status yccalltest.TaskStatus) act {
		return on("sets the task to "+status.String(), func(id string) error {
			if t, _ := w.platform.Task(id); status == yccalltest.Running && !t.EverStarted {
				if w.tasks[id].orphan {
					return nil // who starts what a killed run has left has to adopt it, too
				}
				w.tasks[id].startedByHand = true
			}
			if status == yccalltest.NotStarted {
				w.tasks[id].setBack = true
			}
			return w.platform.ConsoleSetStatus(id, status)
		})
	}
	switch w.rng.IntN(16) {
	case 0, 1:
		name := "renamed " + strconv.Itoa(w.rng.IntN(100))
		return on("renames the task", func(id string) error {
			w.tasks[id].renamed = true
			return w.platform.ConsoleRename(id, name)
		})
	case 2, 3, 4:
		return set(yccalltest.Paused)
	case 5, 6:
		return set(yccalltest.Running)
	case 7:
		return set(yccalltest.Ended)
	case 8, 9:
		strangers := []string{w.newPhone(false), w.newPhone(false)}[:1+w.rng.IntN(2)]
		return on("adds "+strings.Join(strangers, " and "), func(id string) error {
			touch(strangers...)
			return w.platform.ConsoleAdd(id, strangers...)
		})
	case 10, 11:
		phone := pick(w, w.wanted.entries...).phone
		return on("adds "+phone+", which is wanted", func(id string) error {
			touch(phone)
			return w.platform.ConsoleAdd(id, phone)
		})
	case 12, 13, 14:
		phones := []string{pick(w, w.wanted.entries...).phone, pick(w, w.wanted.entries...).phone}
		return on("removes "+strings.Join(phones, " and "), func(id string) error {
			touch(phones...)
			return w.platform.ConsoleRemove(id, phones...)
		})
	default:
		if w.chance(0.5) {
			return set(yccalltest.NotStarted)
		}
		return on("purges the task", func(id string) error {
			w.tasks[id].purged = true
			return w.platform.ConsolePurge(id)
		})
	}
}

// rewrite is the user who saves another list under the same name while Terraform runs.
func (w *fixture) rewrite() act {
	return act{"writes the number file anew", func() {
		if w.wanted.format == "" || w.wanted.format == "wo" || w.large || w.mustRepeat() {
			return
		}
		before := w.wanted
		w.wanted = before.clone()
		w.changeNumbers(&w.wanted)
		w.wanted.format, w.wanted.banned = before.format, before.banned
		w.run.moved, w.run.rewrote = true, true
		if w.run.reading {
			w.run.plans(w.wanted) // or not: a replacement is planned twice
		}
		w.note("user: now wants %s", w.wanted)
		_, err := w.wanted.object(w.dir)
		w.consistent("writing the number file", err)
	}}
}

// settleDown is what a patient user does when nothing goes wrong any more: apply, follow the advice
// of a refusal, and apply again. It must come to rest.
func (w *fixture) settleDown() {
	for range 6 {
		if w.rested || !w.holds() {
			return
		}
		w.findOrphans()
		o := w.applyNow(disturbance{})
		if !o.failed() {
			return
		}
		if !w.holds() || !w.follow(o) {
			break
		}
	}
	w.violate("the applies of a patient user do not come to rest")
}

// follow does what a refusal tells the user to do, if it was right to refuse.
func (w *fixture) follow(o outcome) bool {
	t, _ := w.platform.Task(w.id())
	right := false
	switch known := w.tasks[t.ID]; {
	case o.mentions("whose time has passed"):
		for i, e := range w.wanted.entries {
			if e.time != 0 && e.time <= w.platform.Now().Unix() {
				w.wanted.entries[i].time, right = 0, true
			}
		}
	case o.says("The campaign exists already"):
		id := importCommand(o.detail("The campaign exists already"))
		if orphan := w.tasks[id]; orphan != nil && orphan.orphan {
			right = w.takeOver(id)
		}
	case o.says("The campaign runs already"):
		id := importCommand(o.detail("The campaign runs already"))
		switch orphan := w.tasks[id]; {
		case w.resource.Tainted() && id == w.id():
			right = t.Status != yccalltest.NotStarted
			w.note("user: untaints the task that somebody has started")
			w.resource.Untaint()
		case orphan != nil && orphan.orphan:
			right = w.takeOver(id)
		}
	case o.says("The campaign was called before"):
		id := importCommand(o.detail("The campaign was called before"))
		earlier, _ := w.platform.Task(id)
		right = earlier.Status == yccalltest.Ended && earlier.EverStarted
		if orphan := w.tasks[id]; orphan != nil && orphan.orphan && !w.resource.Exists() && w.chance(0.5) {
			right = right && w.takeOver(id)
		} else {
			w.say(id)
		}
	case o.says("This change needs a new task"):
		right = t.EverStarted || t.Status != yccalltest.NotStarted
		if w.chance(0.4) {
			w.wanted.settings, w.wanted.customID = maps.Clone(known.made.settings), known.made.customID
			w.note("user: leaves the settings as they were")
		} else {
			w.say(t.ID)
		}
	case o.says("A new task needs a new custom_task_id"):
		right = w.wanted.customID != ""
		w.wanted.customID = "new-" + strconv.FormatUint(w.rng.Uint64N(1_000_000), 10)
	case o.says("The task has ended, and the list has people"):
		right = t.Status == yccalltest.Ended
		if w.chance(0.3) {
			w.wanted.desired = "ended"
			w.note("user: it is over")
		} else {
			w.say(t.ID)
		}
	case o.says("A task to be skipped is not listed"):
		right = slices.ContainsFunc(w.wanted.skip, func(id string) bool { return w.tasks[id].purged })
		w.sayAgain()
	case o.says("People who were left out would be called"):
		right = true
		w.sayAgain()
	case known != nil && o.says("The task is not listed"):
		if right = known.purged; right {
			w.note("state rm: the platform has lost the task")
			w.resource.Forget()
			w.fresh = true
		}
	case o.says("The task has ended"):
		right = t.Status == yccalltest.Ended
		w.wanted.desired = ""
		if w.chance(0.5) && len(w.applied.entries) > 0 {
			w.wanted = w.applied.clone()
			w.wanted.desired = ""
			w.note("user: as it was last applied, without desired_status")
		} else {
			w.set(&w.wanted, "name")
			w.note("user: another name, so another task")
		}
	case o.says("Nobody to call"):
		right = len(w.expected(w.wanted)) == 0
		w.wanted.banned = nil
		w.wanted.entries = append(w.wanted.entries, w.newCallable())
	case o.says("A task cannot go back to not_started"):
		right = w.wanted.desired == "not_started" && (t.Status != yccalltest.NotStarted || t.SwitchedOn ||
			w.wanted.settings["scheduled_time"] != nil || known.imported) // then nobody can tell whether it waits
		w.wanted.desired = ""
	case o.says("A new task cannot be"):
		right = w.wanted.desired == "paused" || w.wanted.desired == "ended"
		w.wanted.desired = ""
	case o.says("People are about to be called twice"), o.mentions("were called and are on it once more"):
		right = w.removeWaiting(t.ID)
	case o.mentions("confirmed numbers and does not show them"):
		right = w.has(yccalltest.OmitInvalidData)
		w.wanted.entries = append(w.wanted.entries, w.newCallable())
	case o.says("Numbers change while the task is to end"):
		right = w.wanted.desired == "ended"
		w.wanted.desired = ""
	}
	if !right {
		w.violate("an apply fails though nothing went wrong: %v", protocoltest.Errors(o.diags))
	}
	return right
}

// say says in the configuration who is to be called again: those whom a task has not called, or everybody.
func (w *fixture) say(id string) {
	if slices.Contains(w.wanted.skip, id) || w.chance(0.4) {
		w.sayAgain()
		return
	}
	w.wanted.skip = append(w.wanted.skip, id)
	w.newCustomID()
	w.note("user: goes on with those whom %v have not called", w.wanted.skip)
}

// sayAgain says that everybody is called again.
func (w *fixture) sayAgain() {
	w.wanted.again, w.wanted.skip = "since step "+strconv.Itoa(len(w.trace)), nil
	w.newCustomID()
	w.note("user: everybody is to be called again, %s", w.wanted.again)
}

// newCustomID gives a new task another id of its own, if it has any.
func (w *fixture) newCustomID() {
	if w.wanted.customID != "" {
		w.wanted.customID = "again-" + strconv.FormatUint(w.rng.Uint64N(1_000_000), 10)
	}
}

// removeWaiting takes those off the task, at the console, whom somebody put on it by hand once more after they were called.
// It reports whether there were any.
func (w *fixture) removeWaiting(id string) bool {
	count, called := map[string]int{}, map[string]bool{}
	for _, n := range w.platform.Numbers(id) {
		count[n.Phone]++
		called[n.Phone] = called[n.Phone] || n.Called
	}
	var phones []string
	for phone, n := range count {
		if n > 1 && called[phone] && w.touched[phone] {
			phones = append(phones, phone)
		}
	}
	slices.Sort(phones)
	w.note("somebody removes %v, who were called and are on the task once more", phones)
	w.consistent("working at the console", w.platform.ConsoleRemove(id, phones...))
	return len(phones) > 0
}

// importCommand finds the task in the command that a refusal shows.
func importCommand(detail string) string {
	_, command, _ := strings.Cut(detail, "terraform import "+resourceType+".NAME ")
	id, _, _ := strings.Cut(command, "\n")
	return id
}

// takeOver imports a task that was left behind.
func (w *fixture) takeOver(id string) bool {
	w.note("import %s", id)
	o := w.adopt(id, disturbance{})
	if o.failed() || w.id() != id {
		w.violate("task %s cannot be imported: %v", id, protocoltest.Errors(o.diags))
		return false
	}
	return true
}

// findOrphans is for a platform that lets no task be found by its custom task id: the user has to
// look at the console for what an interrupted run has left.
func (w *fixture) findOrphans() {
	if w.namesTasks() {
		return
	}
	for _, t := range w.live() {
		if known := w.tasks[t.ID]; known.orphan && !known.abandoned {
			if known.undecided && w.chance(0.3) {
				known.abandoned = true
				w.note("user: leaves task %s alone", t.ID)
				continue
			}
			w.takeOver(t.ID)
			return
		}
	}
}

// made reports whether the task in state was made from this configuration, apart from its numbers
// and its run state.
func (w *fixture) madeFrom(c configuration) bool {
	known := w.tasks[w.id()]
	return known != nil && reflect.DeepEqual(known.made.settings, c.settings) && (c.customID == "" || known.made.customID == c.customID)
}

// change edits the configuration.
func (w *fixture) change() {
	before := w.wanted.clone()
	switch w.rng.IntN(9) {
	case 0, 1, 2, 3:
		w.changeNumbers(&w.wanted)
	case 4:
		if len(w.applied.entries) > 0 {
			w.wanted = w.applied.clone() // on second thoughts
		}
	case 5, 6:
		w.wanted.desired = pick(w, "", "not_started", "running", "running", "paused", "paused", "ended")
	case 7:
		w.set(&w.wanted, pick(w, "name", "task_scale", "concurrent", "scale_mode", "caller_numbers", "multi_call", "times"))
	default:
		if w.chance(0.5) {
			w.wanted.customID = pick(w, "", "campaign-"+strconv.Itoa(w.rng.IntN(100)))
		} else {
			names := slices.Sorted(maps.Keys(w.wanted.settings))
			name := pick(w, names...)
			if !slices.Contains([]string{"assign_type", "assign_agent", "task_scale"}, name) {
				delete(w.wanted.settings, name)
			}
		}
	}
	if !reflect.DeepEqual(before, w.wanted) {
		w.note("user: now wants %s", w.wanted)
	}
}

// describe tells which task is in state.
func (w *fixture) describe() string {
	if w.id() == "" {
		return "nothing in state"
	}
	return fmt.Sprintf("task %s in state, %v", w.id(), w.resource.Value("status"))
}
