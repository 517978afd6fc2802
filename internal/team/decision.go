package team

import (
	"errors"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// patience is for how many seconds the platform is asked for the effect of a request before anything is concluded: one
// that was given up goes on for minutes on some servers. shortPatience is for requests that the platform says it refused,
// and for those that may be sent again.
const (
	patience      = 90
	shortPatience = 10
	// mostTries bounds how often one change is sent.
	mostTries = 4
)

// answer is what became of a request that changes something.
type answer int

const (
	confirmed answer = iota // success
	unknown                 // it may have run
	refused                 // the platform says that it did not do it, which proves little
	notSent                 // it certainly did not run
)

// answerOf reads an error of the client.
func answerOf(err error) answer {
	switch {
	case err == nil:
		return confirmed
	case !errors.Is(err, yccall.ErrMayHaveRun):
		return notSent
	case errors.Is(err, yccall.ErrRefused), errors.Is(err, yccall.ErrRejected):
		return refused
	}
	return unknown
}

// state is how a change stands after a request and a look.
type state struct {
	answer answer
	// done is true when the platform shows what is wanted; a look that failed does not.
	done bool
	// waited is for how many seconds it was looked for.
	waited int
	// repeatable is true for a change that does no harm when it is done twice.
	repeatable bool
	// tries is how often it was sent.
	tries int
}

// step is what follows.
type step int

const (
	goOn step = iota
	wait
	sendAgain
	stop
)

// next decides what follows.
//
//	answer    │ shows │ waited           │ repeatable, tries  │ step
//	──────────┼───────┼──────────────────┼────────────────────┼────────────────────────────────
//	not sent  │       │                  │                    │ stop
//	any other │ yes   │                  │                    │ go on
//	any other │ no    │ not long enough  │                    │ wait
//	confirmed │ no    │ 90 s             │                    │ stop: it does not show
//	unknown   │ no    │ 90 s             │ no                 │ stop: nobody knows
//	unknown   │ no    │ 10 s             │ yes, fewer than 4  │ send again
//	unknown   │ no    │ 10 s             │ yes, 4             │ stop: nobody knows
//	refused   │ no    │ 10 s             │ yes, 1             │ send again
//	refused   │ no    │ 10 s             │ no, or 2           │ stop: refused
func next(s state) step {
	switch {
	case s.answer == notSent:
		return stop
	case s.done:
		return goOn
	case s.waited < s.limit():
		return wait
	case s.repeatable && (s.answer == unknown && s.tries < mostTries || s.answer == refused && s.tries == 1):
		return sendAgain
	}
	return stop
}

// limit is for how many seconds the effect is looked for.
func (s state) limit() int {
	if s.answer == refused || s.answer == unknown && s.repeatable {
		return shortPatience
	}
	return patience
}
