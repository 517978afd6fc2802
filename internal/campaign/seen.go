package campaign

// runState is how a task stands, as far as it matters for its numbers.
type runState int

const (
	unlisted runState = iota
	notStarted
	paused
	ended
	active // running, or in a state that no page of the platform names
)

// seen is what the platform last said of a task.
type seen struct {
	// stale is true when something was sent since.
	stale bool
	state runState
	// told is true when the task was told to run before this piece of work: a row that shows it not started may be behind.
	told bool
	// count is how many numbers the task holds.
	count int64
	// calls is how many calls are going on, or unknown.
	calls int64
	// quiet is for how many seconds the state and the count have stood still since the last request that changed something;
	// calm is for how many nobody was called either.
	quiet, calm int
	// waiting is for how many seconds it was waited in all since then.
	waiting int
	// listings is how often the numbers were listed while all of that stood still.
	listings int
	// listing is what a listing says beside what is wanted; nil when nothing was listed since something was sent.
	listing *findings
}

// findings sums up a listing of the task's numbers beside the wanted ones.
type findings struct {
	rows int64
	// short is true when the task has more numbers than were listed. Nothing is concluded from such a listing.
	short bool
	// rested is true when the task rested while it was listed.
	rested bool
	// remove counts numbers that nobody wants and that were not called; replace those that are wanted, were not called,
	// and have to be removed and seen to be gone before they are added as they should be.
	remove, replace int64
	// twice counts people who were called and are on the task once more.
	twice int64
	// absent counts wanted numbers that are not there and were not sent by this piece of work; again those that were,
	// once, and may be sent once more; unseen those that the platform has confirmed and of which it shows nothing.
	absent, again, unseen int64
	// repeated is true when a number was listed more than once.
	repeated bool
}

// looked takes in what the task's row says. sameCalled is true when it counts as many called numbers as before.
func (s seen) looked(now seen, sameCalled bool) seen {
	moved := now.state != s.state || now.count != s.count
	if moved {
		s.quiet = 0
	}
	if moved || !sameCalled {
		s.calm, s.listings, s.listing = 0, 0, nil
	}
	s.state, s.count, s.calls, s.stale = now.state, now.count, now.calls, false
	return s
}

// waited takes in that time has passed. A listing that was short may be longer by now.
func (s seen) waited(seconds int) seen {
	if s.listing != nil && s.listing.short {
		s.listing = nil
	}
	s.quiet, s.calm, s.waiting = s.quiet+seconds, s.calm+seconds, s.waiting+seconds
	return s
}

// listed takes in a listing.
func (s seen) listed(l findings) seen {
	l.rested = s.resting()
	s.listing = &l
	s.listings++
	return s
}

// changed takes in that something was sent, so that what was seen is not how the task stands.
func (s seen) changed() seen {
	return seen{stale: true, told: s.told, state: s.state, count: s.count, calls: s.calls}
}

// resting reports whether nobody is being called and nobody is going to be.
func (s seen) resting() bool {
	switch s.state {
	case notStarted:
		return !s.told || s.quiet >= appears
	case paused:
		return s.calls == 0 || s.calls == unknown && s.calm >= patience
	default:
		return false
	}
}
