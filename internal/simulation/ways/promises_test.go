package ways

import (
	"slices"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// onlooker sees all that happens, and knows what must not.
//
//  1. Nobody's telephone rings twice, on whatever platform and by whatever task, unless call_again got a value in between
//     that no task of the campaign was made with or has taken over. Taking the value out again says nothing.
//  2. An apply that ends without an error has left everybody who is wanted on the task of the state, or they were called;
//     and the task runs if it is to run.
//  3. Whoever is wanted is called in the end.
//  4. When nothing goes wrong any more, the applies of a user who follows the advice of the refusals come to rest, and each
//     refusal is right.
//  5. No task that was started and has not ended is in nobody's state then, unless the user has forgotten it.
//  6. A refusal does not stand in the way of "terraform destroy -refresh=false", and all can be destroyed.
//  7. What forbids a new task is said before the old one has ended.
//  8. What is not known yet asks for no new task.
//  9. No address ends the task that another one keeps.
//  10. What is destroyed has ended, unless it was known not to be listed.
//  11. Of two addresses that create one campaign in one run, one has it.
//  12. No number is in a diagnostic, and none is in state that the user has not written there.
type onlooker struct {
	owners    map[string]string // the campaign on whose list somebody is
	tasks     map[string]*knownTask
	campaigns map[string]*consent
	rings     map[ring]int
	counted   map[*yccalltest.Server]int // calls that were counted
	moved     bool                       // somebody has worked at the console since the last apply
}

// knownTask is what is known of a task.
type knownTask struct {
	made      block
	epoch     int
	byHand    bool // somebody has ended or paused it
	told      bool // a warning has said that people were not reached before it ended
	forgotten bool // the user does not want to know of it any more
}

// known is what is known of a task; nothing where it is not known whether there is one.
func (l *onlooker) known(id string) *knownTask {
	if t := l.tasks[id]; t != nil {
		return t
	}
	return &knownTask{}
}

// consent is what the user has said about one campaign.
type consent struct {
	gone    []string       // who was on the list once
	epochs  map[string]int // by call_again
	latest  int
	skipped []string // all that skip_called_by ever had
	block   block    // as it was last seen
}

// ring is somebody's telephone in a time in which it must not ring twice.
type ring struct {
	epoch  int
	person string
}

func (l *onlooker) campaign(name string) *consent {
	c := l.campaigns[name]
	if c == nil {
		c = &consent{epochs: map[string]int{}}
		l.campaigns[name] = c
	}
	return c
}

// epoch is the time that a value of call_again stands for.
func (c *consent) epoch(again string) int {
	if again == "" {
		return c.latest
	}
	if _, said := c.epochs[again]; !said {
		c.latest++
		c.epochs[again] = c.latest
	}
	return c.epochs[again]
}

// imported takes note that the first apply takes over what the block says.
func (l *onlooker) imported(b block) {
	if c := l.campaign(b.name); b.again != "" {
		if _, said := c.epochs[b.again]; !said {
			c.epochs[b.again] = c.latest
		}
	}
}

// discover takes note of new tasks, which were made from these blocks.
func (l *onlooker) discover(w *world, blocks map[string]block) {
	for _, b := range blocks {
		c := l.campaign(b.name)
		c.block = b
		for _, id := range b.skip {
			if !slices.Contains(c.skipped, id) {
				c.skipped = append(c.skipped, id)
			}
		}
	}
	for _, platform := range []*yccalltest.Server{w.platform, w.elsewhere} {
		for _, t := range platform.Tasks() {
			if l.tasks[t.ID] != nil {
				continue
			}
			name := t.Name
			if numbers := platform.Numbers(t.ID); l.campaigns[name] == nil && len(numbers) > 0 {
				name = l.owners[numbers[0].Phone] // a nameless one is known by its people
			}
			if c := l.campaigns[name]; c != nil {
				l.tasks[t.ID] = &knownTask{made: c.block, epoch: c.epoch(c.block.again)}
			}
		}
	}
}

// checkCalls is promise 1.
func (l *onlooker) checkCalls(w *world) {
	l.discover(w, nil)
	for _, platform := range []*yccalltest.Server{w.platform, w.elsewhere} {
		calls := platform.Calls()
		for _, call := range calls[l.counted[platform]:] {
			r := l.ringOf(call.TaskID, call.Phone)
			if l.rings[r]++; l.rings[r] > 1 {
				w.violate("%s rang %d times, the last time by task %s", call.Phone, l.rings[r], call.TaskID)
			}
		}
		l.counted[platform] = len(calls)
	}
}

// ringOf is the time in which a task rings somebody's telephone. One that was given the list of another campaign rings in
// the latest time of that.
func (l *onlooker) ringOf(taskID, person string) ring {
	t := l.known(taskID)
	if owner := l.owners[person]; owner != t.made.name {
		return ring{l.campaign(owner).latest, person}
	}
	return ring{t.epoch, person}
}

// checkSuccess is promise 2, after an apply in which nothing went wrong.
func (l *onlooker) checkSuccess(s *workspace, o outcome) {
	for address, b := range s.blocks {
		r := s.state[address]
		t, found := s.platform.Task(s.id(address))
		switch {
		case b.over() || o.warns(address, "Whether the task was started is unknown"):
			continue
		case r == nil || r.Tainted() || !found:
			s.violate("%s: a successful apply left no task", address)
			return
		case t.Status == yccalltest.Ended:
			if !l.known(t.ID).told {
				l.checkHeld(s, address, b, t)
			}
			continue
		}
		l.checkHeld(s, address, b, t)
		if b.desired == "running" && t.Status != yccalltest.Running && !l.lags(s) {
			s.violate("%s: the task is to run, and is %s", address, t.Status)
		}
	}
}

func (l *onlooker) lags(s *workspace) bool { return s.dialect.Lag != yccalltest.Lag{} }

// warned takes note of a warning that people were not reached.
func (l *onlooker) warned(taskID, summary string) {
	if known := l.tasks[taskID]; known != nil &&
		(summary == "The task ended before its numbers were put right" || summary == "The task has ended, and the list has people whom it did not call") {
		known.told = true
	}
}

// checkHeld looks whether everybody who is wanted is on the task or was called, and nobody else waits on it.
func (l *onlooker) checkHeld(s *workspace, address string, b block, t yccalltest.TaskSnapshot) {
	held := map[string]bool{}
	for _, n := range s.platform.Numbers(t.ID) {
		held[n.Phone] = true
		if n.Calls == 0 && t.Status != yccalltest.Ended && !slices.Contains(b.people, n.Phone) {
			s.violate("%s: %s is waiting on task %s and not wanted", address, n.Phone, t.ID)
		}
	}
	for _, person := range b.people {
		if !held[person] && !l.wasCalled(s.world, t.ID, person) {
			s.violate("%s: %s is wanted, not on task %s and was not called", address, person, t.ID)
		}
	}
}

// wasCalled reports whether somebody was called in the time of a task, or by a task that is skipped.
func (l *onlooker) wasCalled(w *world, taskID, person string) bool {
	t := l.known(taskID)
	return l.rings[l.ringOf(taskID, person)] > 0 || slices.ContainsFunc(w.platform.CallsOf(person), func(call yccalltest.Call) bool {
		return slices.Contains(l.campaign(t.made.name).skipped, call.TaskID)
	})
}

// checkEverybody is promise 3.
func (l *onlooker) checkEverybody(s *workspace) {
	for address, b := range s.blocks {
		id := s.id(address)
		t, found := s.platform.Task(id)
		leftPaused := t.Status == yccalltest.Paused && b.desired == "started" // which is left to the operators
		if !found || !b.runs() || leftPaused || l.known(id).byHand || l.known(id).told {
			continue
		}
		if t.Status != yccalltest.Ended {
			s.violate("%s: task %s is %s in the end", address, id, t.Status)
		}
		for _, person := range b.people {
			if !l.wasCalled(s.world, id, person) {
				s.violate("%s: %s is wanted and was not called in the end", address, person)
			}
		}
	}
}

// checkShared is promise 9.
func (l *onlooker) checkShared(s *workspace, f planFile, change plannedChange, r *protocoltest.Resource) {
	if change.resource.Value("status") == "ended" || change.plan.Action != protocoltest.Destroy || r.Exists() {
		return
	}
	id := s.id(change.address)
	for _, other := range f.changes {
		stays := other.plan.Action == protocoltest.NoOp || other.plan.Action == protocoltest.Update
		if stays && other.address != change.address && s.idOf(other.resource) == id {
			s.violate("%s: a task was ended that %s keeps", change.address, other.address)
		}
	}
}

// checkDestroyed is promise 10.
func (l *onlooker) checkDestroyed(s *workspace, f planFile, change plannedChange, r *protocoltest.Resource) {
	if change.plan.Action != protocoltest.Destroy || r.Exists() {
		return
	}
	t, found := s.platform.Task(s.idOf(change.resource))
	missed := change.resource.Value("status") == "not_found" && (f.here == s.platform || f.account)
	if found && t.EverStarted && t.Status != yccalltest.Ended && !missed {
		s.violate("%s: task %s was destroyed with success, and is %s", change.address, t.ID, t.Status)
	}
}

// checkTwins is promise 11.
func (l *onlooker) checkTwins(s *workspace, o outcome) {
	for _, p := range o.errors {
		if p.summary == "The campaign was created twice at the same time" {
			s.violate("%s: two addresses of one run are in each other's way", p.address)
		}
	}
}

// checkSecret is promise 12.
func (l *onlooker) checkSecret(s *workspace, address, text string) {
	for person := range l.owners {
		if strings.Contains(text, person) {
			s.violate("%s: %s is told, or in state", address, person)
		}
	}
}

// checkReplaced is promise 7: what forbids a new task is said before the old one has ended, and what is elsewhere is seen by the
// plan, if it has a name.
func (l *onlooker) checkReplaced(s *workspace, f planFile, change plannedChange, r *protocoltest.Resource, o outcome) {
	quiet := !f.noRefresh && !f.late && len(f.unknown)+len(f.whilePlan.faults)+len(f.whileDo.faults) == 0 && f.whileDo.interruption == nil
	refused := slices.ContainsFunc(o.errors, func(p problem) bool {
		return p.address == change.address && p.summary != "Nobody to call" // which is known when the last calls have ended
	})
	switch {
	case !quiet || !refused || change.plan.Action != protocoltest.Replace:
	case f.here != s.platform && change.block.nameless:
	case f.here != s.platform:
		s.violate("%s: only the apply has refused a new task, at another endpoint", change.address)
	case !r.Exists():
		s.violate("%s: the campaign was ended, and only then a new one was refused", change.address)
	}
}

// checkUnknown is promise 8: what is not known yet asks for no new task.
func (l *onlooker) checkUnknown(s *workspace, o outcome) {
	for _, p := range o.errors {
		b, known := s.blocks[p.address], l.tasks[s.id(p.address)]
		same := known != nil && b.variant == known.made.variant && b.customID == known.made.customID && b.again == known.made.again &&
			!slices.Contains(b.skip, s.id(p.address))
		if same && strings.Contains(p.summary, "needs a new task") {
			s.violate("%s: a value that is not known asks for a new task", p.address)
		}
	}
}

// checkStray is promise 5.
func (l *onlooker) checkStray(w *world) {
	for _, t := range w.platform.Tasks() {
		inState := slices.ContainsFunc(w.spaces, func(s *workspace) bool { return s.holder(t.ID) != "" })
		if t.EverStarted && t.Status != yccalltest.Ended && !inState && !l.known(t.ID).forgotten {
			w.violate("task %s is %s, and no state has it", t.ID, t.Status)
		}
	}
}
