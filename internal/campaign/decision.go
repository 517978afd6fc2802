package campaign

// This file decides what is done next about the numbers of a task. It knows no context, no clock and no platform: what
// was seen and what is remembered go in, the next step and what is to be remembered come out. sync.go does the steps.
//
//	  ┌──────────► look
//	  │              ▼
//	  │   may a request still have an effect? ──yes──► pause, wait until the count has stood still for the whole patience
//	  │              │ no
//	  │              ▼
//	  │   does the count fit what was confirmed? ──no──► wait as long, then list
//	  │              │ yes
//	  │              ▼
//	  │   must the numbers be compared? ──no──► add what is unsent, resume, finish
//	  │              │ yes
//	  │              ▼
//	  │            list ──fewer rows than the count──► wait and list again; stop after the whole patience
//	  │              ▼
//	  │   must the task rest for a change? ──yes──► pause, wait for the calls under way, list again
//	  │              │ no, or it rests
//	  │              ▼
//	  └── remove what nobody wants and what is to be replaced, add what is missing
//	                 │ nothing is left to do
//	                 ▼
//	      resume and finish, or stop and leave the task paused if somebody is on it twice

// patience is for how many seconds the counts of a task have to stand still before anything is concluded from them. A
// platform may take a request in after its connection is gone, and row by row; a call may take a minute, and its number
// counts as called when it ends.
const patience = 90

// maxRounds bounds how often a task's numbers are listed in one piece of work. Three rounds finish every ordinary case;
// more are needed while listings come short, requests keep failing, or somebody else keeps changing the task.
const maxRounds = 24

// maxFailures bounds what the requests of unknown result of one piece of work may weigh.
const maxFailures = 6

// unknown is a count that is not known.
const unknown = -1

// memory is what is remembered from one step to the next.
type memory struct {
	// mayAct is true while a request may still have an effect: its result is unknown, also to an earlier run.
	mayAct bool
	// arriving is by how many numbers that request changes the count if all of it takes effect; 0 if that is not known.
	arriving int64
	// expected is how many numbers the task holds if every reply so far told the truth, or unknown.
	expected int64
	// compare says whether the numbers themselves have to be looked at, whatever the count says.
	compare comparing
	// unremoved and unsent count numbers that are known to be removed or added next.
	unremoved, unsent int64
	// rest is true once a request has failed, or others have changed the task, so that it must rest before its numbers change.
	rest bool
	// pausing is true once the task was told to pause, until it is told to run again.
	pausing bool
	// clean is true while nobody can be on the task twice, by what was seen and confirmed since.
	clean bool
	// rounds counts listings, failures what requests of unknown result weigh.
	rounds, failures int
	// byListing is true when TaskInfo counts the numbers, because the row of the task counts something else.
	byListing bool
}

// comparing says when the numbers themselves have to be looked at.
type comparing int

const (
	byCount    comparing = iota // only if the count does not fit
	onceSent                    // once everything is sent: the platform took fewer numbers than were sent, or perhaps those of others
	beforehand                  // before anything more is sent
)

// step is what is to be done next.
type step int

const (
	stepLook   step = iota // read the task's row, and count its numbers
	stepWait               // wait a while, then look
	stepList               // list the task's numbers
	stepPause              // tell the task to pause
	stepRemove             // remove the next numbers that the listing names
	stepAdd                // send the next batch of what is unsent
	stepResume             // tell the task to run again
	stepFinish             // the task holds what is wanted
	// The others stop the work.
	stopEnded    // the task has ended
	stopUnlisted // the platform does not list the task
	stopFailing  // requests keep failing
	stopMoving   // what the platform holds keeps differing from what it confirmed
	stopShort    // the platform lists fewer numbers than it counts
	stopUnseen   // the platform shows nothing of what it has confirmed
	stopCalling  // the task does not pause, or its calls do not end
	stopTwice    // people who were called are on the task once more
)

// mayStillAct answers whether a request may still have an effect, and is the only place that does: one of unknown
// result may, until all of it has arrived or the counts have stood still for the whole patience.
func (m memory) mayStillAct(s seen) bool { return m.mayAct && !m.allArrived(s) && s.quiet < patience }

// allArrived reports whether the count shows all of a request of unknown result.
func (m memory) allArrived(s seen) bool {
	return m.expected != unknown && m.arriving != 0 && s.count == m.expected+m.arriving
}

// decide returns the next step, and what is to be remembered from then on.
func decide(s seen, m memory) (step, memory) {
	switch {
	case !m.mayAct && m.unremoved > 0:
		return m.send(stepRemove)
	case !m.mayAct && m.compare != beforehand && m.unsent > 0 && s.stale && m.expected >= s.count:
		// A removal has to be seen first: it would make an addition that is lost look like one that has arrived.
		return m.send(stepAdd)
	case s.stale:
		return stepLook, m
	case s.state == ended:
		return stopEnded, m
	case s.state == unlisted && s.quiet >= patience:
		return stopUnlisted, m
	case s.state == unlisted:
		return stepWait, m
	case m.mayStillAct(s):
		return decideDoubt(s, m)
	}
	return decideQuiet(s, m.judged(s))
}

// decideDoubt waits for a request that may still have an effect. If that is one of this piece of work, of which all has not
// arrived by the first look, then its numbers are going to be sent again, and a task that runs is paused for that. It is
// also paused if its count does not stand still while it runs.
func decideDoubt(s seen, m memory) (step, memory) {
	if s.state == active && !m.pausing && (m.failures > 0 && s.quiet > 0 || s.waiting >= 2*patience) {
		m.pausing = true
		return stepPause, m
	}
	return stepWait, m
}

// judged concludes what a request of unknown result has come to, once it has no effect any more.
func (m memory) judged(s seen) memory {
	switch {
	case !m.mayAct:
		return m
	case m.allArrived(s):
		// Or somebody else has added as many, which only the numbers themselves tell.
		m.expected, m.compare = s.count, max(m.compare, onceSent)
	default:
		m.expected, m.compare, m.clean = unknown, beforehand, false
	}
	m.mayAct, m.arriving = false, 0
	return m
}

// decideQuiet goes on while no request can have an effect any more.
func decideQuiet(s seen, m memory) (step, memory) {
	fits := m.expected == unknown || s.count == m.expected
	switch {
	case !fits && s.quiet < patience:
		// What the platform has confirmed may show late.
		return decideDoubt(s, m)
	case fits && m.compare != beforehand && m.unsent > 0:
		return m.send(stepAdd)
	case !fits || m.compare != byCount:
		m.compare = beforehand
		return decideByListing(s, m)
	default:
		return decideEnd(m)
	}
}

// decideByListing goes by the numbers themselves.
func decideByListing(s seen, m memory) (step, memory) {
	l := s.listing
	switch {
	case l == nil:
		return m.listAgain()
	case l.short && s.quiet < patience:
		return stepWait, m
	case l.short && (m.byListing || l.absent+l.again+l.unseen > 0):
		return stopShort, m
	case m.mustRest(*l) && (!s.resting() || !l.rested):
		return decideRest(s, m)
	case l.repeated && l.absent+l.again > 0 && s.listings < 2:
		// A row that moves to another page while these are read comes twice, and another one never.
		return m.listAgain()
	}
	m.clean = l.twice == 0 && !l.repeated
	return decideChanges(s, *l, m)
}

// decideChanges makes the next change that a listing asks for.
func decideChanges(s seen, l findings, m memory) (step, memory) {
	if l.rows > s.count && !l.repeated && !m.byListing {
		// The count is of something else. What the next one is of has to be seen before it is expected to change.
		m.byListing, m.expected, m.compare = true, unknown, beforehand
		return stepLook, m
	}
	if l.again > 0 && s.quiet < patience {
		// Somebody else has changed the numbers, so that the count was as if all of a request had arrived. It may still do so.
		return stepWait, m
	}
	m.expected, m.compare = s.count, byCount
	if l.twice+l.unseen > 0 {
		m.compare = onceSent // it has to be said in the end
	}
	switch {
	case l.remove+l.replace > 0:
		m.unremoved, m.unsent = l.remove+l.replace, l.absent+l.again
		if l.replace > 0 {
			m.compare = beforehand // it has to be seen to be gone before it is added
		}
		return m.send(stepRemove)
	case l.unseen > 0:
		m.compare = beforehand // the count fits, and the task does not hold what is wanted
		return stopUnseen, m
	case l.absent+l.again > 0:
		m.unsent = l.absent + l.again
		return m.send(stepAdd)
	case l.twice > 0:
		return stopTwice, m
	case l.rows != s.count && !m.byListing:
		m.byListing, m.expected, m.unsent = true, l.rows, 0
		return stepLook, m
	default:
		m.unsent = 0
		return decideEnd(m)
	}
}

// send changes the numbers, unless requests keep failing.
func (m memory) send(s step) (step, memory) {
	if m.failures >= maxFailures {
		return stopFailing, m
	}
	return s, m
}

// listAgain lists the task's numbers, unless that was done too often.
func (m memory) listAgain() (step, memory) {
	if m.rounds == maxRounds {
		return stopMoving, m
	}
	m.rounds++
	return stepList, m
}

// mustRest reports whether the task has to rest before its numbers are changed. A number that is removed and added again
// must not be called in between, and one that was sent already, or listed twice, may be there twice.
func (m memory) mustRest(l findings) bool {
	return l.remove+l.replace+l.again+l.twice > 0 || l.repeated || m.rest && l.absent > 0
}

// decideRest brings the task to rest, and lists its numbers once it does.
func decideRest(s seen, m memory) (step, memory) {
	switch {
	case s.resting():
		return m.listAgain()
	case s.state == active && !m.pausing:
		m.pausing = true
		return stepPause, m
	case s.calm < patience:
		return stepWait, m
	default:
		return stopCalling, m
	}
}

// decideEnd ends work on a task that holds what is wanted.
func decideEnd(m memory) (step, memory) {
	if m.pausing {
		m.pausing = false
		return stepResume, m
	}
	return stepFinish, m
}

// mayResume reports whether a task that was paused for the work may run again although the work has failed: only if
// nobody can be on it twice, by what was confirmed and seen since.
func (m memory) mayResume(s seen) bool {
	return m.clean && !m.mayAct && (s.stale || m.expected == unknown || s.count == m.expected)
}

// added remembers that a batch was answered: how many of its numbers were sent and how many the platform took. dropped is
// true when it took fewer than it named a reason for: which ones, only the numbers themselves tell.
func (m memory) added(sent, taken int64, dropped bool) memory {
	m.unsent = max(m.unsent-sent, 0)
	if dropped && m.compare == byCount {
		m.compare = onceSent
	}
	if m.expected != unknown {
		m.expected += taken
	}
	return m
}

// removed remembers that the removal of some numbers was answered, and how many rows of the task that concerns.
func (m memory) removed(numbers, rows int64) memory {
	m.unremoved = max(m.unremoved-numbers, 0)
	m.expected -= rows
	return m
}

// failed remembers a request of unknown result that changes the count by so many numbers if it runs. One that the
// platform has refused in so many words weighs more than one that was lost on the way.
func (m memory) failed(arriving int64, refused bool) memory {
	m.mayAct, m.arriving, m.rest, m.clean = true, arriving, true, false
	if m.unremoved > 0 {
		m.unremoved, m.unsent, m.compare = 0, 0, beforehand
	}
	m.failures++
	if refused {
		m.failures += maxFailures/2 - 1
	}
	if arriving > 0 {
		m.unsent = max(m.unsent-arriving, 0)
	}
	return m
}
