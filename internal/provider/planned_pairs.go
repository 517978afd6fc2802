package provider

import (
	"slices"
	"sync"
)

// plannedPairs notices, within the plan of one process, that a task is to be destroyed while another one of the same
// campaign is to be created or changed: a resource that was renamed, or a count that was shifted. A task that stays and gets
// another list, while another one gets its list, is such a pair as well: an element was put in at the front of a count. To the
// people it is one campaign, which would be called a second time. Terraform plans the two in any order, so whichever comes
// second is refused. It is safe for concurrent use.
//
// A task that two addresses hold, because it was imported twice, is noticed as well: if one address goes away, the task ends
// for both.
type plannedPairs struct {
	mu        sync.Mutex
	destroyed []plannedTask
	givenUp   []plannedTask // tasks that stay, with the lists that they have so far
	wanted    []plannedTask
	kept      []string // the ids of tasks that stay as they are, or change in place
	absent    []absentTask
}

// absence is why a task that may have called people is not listed.
type absence int

const (
	elsewhere absence = iota // it was made at another endpoint
	unlisted                 // nothing tells, and it may go on calling
	past                     // it has ended
)

// absentTask is a task that is not listed, and what is remembered of it.
type absentTask struct {
	plannedTask
	why absence
}

// plannedTask is a task in a plan: its id if it has one, its name and the digest of its list, empty where not known.
type plannedTask struct {
	id, name, listDigest string
	consent
}

// consent is what a task in a plan says about people whom others have called, and what it was made with itself.
type consent struct {
	callAgain string
	imported  bool     // nobody knows what the task was made with
	skips     []string // tasks whose people are left out
}

// allows reports whether a task may call the people of a previous one, or leaves them out. A call_again that the previous
// one was made with is no consent: a line that was left in place.
func (c consent) allows(previous plannedTask) bool {
	again := c.callAgain != "" && c.callAgain != previous.callAgain && !previous.imported
	return again || slices.Contains(c.skips, previous.id)
}

// same reports whether two are one campaign to the people.
func (t plannedTask) same(other plannedTask) bool {
	return t.id != other.id && (t.name != "" && t.name == other.name || t.listDigest != "" && t.listDigest == other.listDigest)
}

// calls reports whether a task that is wanted would call people of a previous one without being allowed to.
func (t plannedTask) calls(previous plannedTask) bool { return t.same(previous) && !t.allows(previous) }

// calledBy reports whether a task that is wanted would call people of this one without being allowed to.
func (t plannedTask) calledBy(wanted plannedTask) bool { return wanted.calls(t) }

// destroys notes that a task goes away, and reports whether another one of the same campaign is wanted, and whether another
// address keeps the task.
func (p *plannedPairs) destroys(t plannedTask) (pair, shared bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.destroyed = append(p.destroyed, t)
	return slices.ContainsFunc(p.wanted, t.calledBy), slices.Contains(p.kept, t.id)
}

// givesUp notes that a task stays and gets another list than t has, and reports whether another one gets that list.
func (p *plannedPairs) givesUp(t plannedTask) (pair bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.givenUp = append(p.givenUp, t)
	return slices.ContainsFunc(p.wanted, t.calledBy)
}

// wants notes that a task is created or gets another list. It returns the id of one of the same campaign that goes away, or
// that stays and gives its list up; both are empty if there is none.
func (p *plannedPairs) wants(t plannedTask) (goesAway, givesUp string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wanted = append(p.wanted, t)
	return firstID(p.destroyed, t.calls), firstID(p.givenUp, t.calls)
}

// keeps notes that an address keeps a task, and reports whether another one keeps it as well, and whether another one ends it.
func (p *plannedPairs) keeps(id string) (twice, ends bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	twice = slices.Contains(p.kept, id)
	p.kept = append(p.kept, id)
	return twice, slices.ContainsFunc(p.destroyed, func(t plannedTask) bool { return t.id == id })
}

// isAbsent notes that a task is not listed. Terraform plans the replacement of a tainted object without telling of it, so that
// only its name and its list tell that it is the same campaign.
func (p *plannedPairs) isAbsent(t absentTask) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.absent = append(p.absent, t)
}

// foundAbsent returns the id of a task of the same campaign that is absent for this reason. One that has ended is passed over
// if the plan says that its people may be called again, or that they are skipped.
func (p *plannedPairs) foundAbsent(why absence, wanted plannedTask) (id string, found bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, t := range p.absent {
		allowed := why == past && wanted.allows(t.plannedTask)
		if t.why == why && wanted.same(t.plannedTask) && !allowed {
			return t.id, true
		}
	}
	return "", false
}

// firstID is the id of the first task that fits; empty if there is none.
func firstID(tasks []plannedTask, fits func(plannedTask) bool) string {
	if i := slices.IndexFunc(tasks, fits); i >= 0 {
		return tasks[i].id
	}
	return ""
}
