package yccalltest

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Timing says when things happen to a request. All times are counted from its arrival; the zero value is at once. A
// client that gives up does not change them: the platform goes on without it.
type Timing struct {
	ReplyAfter  time.Duration // when the reply comes, or what a fault makes of it
	EffectAfter time.Duration // when it takes effect, which may be long after the reply
	Vary        time.Duration // up to so much later, and differently each time, it takes effect
	Over        time.Duration // how long its numbers take to take effect, piece by piece
	Pieces      int           // in how many pieces; 0 is number by number
}

// ServiceTiming is the timing of all requests to a service that no fault befalls.
type ServiceTiming struct {
	Service string // "TaskAdd", "App.Sip_Yccall.TaskAdd", or "*" for all
	Timing
}

// ParseServiceTiming reads "SERVICE:setting,…", for instance "TaskAdd:reply-after=20s,effect-after=25s,over=1m,pieces=6".
func ParseServiceTiming(text string) (ServiceTiming, error) {
	service, settings, found := strings.Cut(text, ":")
	if !found || service == "" {
		return ServiceTiming{}, fmt.Errorf("timing %q is not SERVICE:setting,…", text)
	}
	timing := ServiceTiming{Service: service}
	for setting := range strings.SplitSeq(settings, ",") {
		name, value, _ := strings.Cut(setting, "=")
		known, err := timing.set(name, value)
		if !known {
			err = fmt.Errorf("unknown setting %q", name)
		}
		if err != nil {
			return ServiceTiming{}, fmt.Errorf("timing %q: %w", text, err)
		}
	}
	return timing, nil
}

// set reads one setting, and tells whether it is one of a timing.
func (t *Timing) set(name, value string) (known bool, err error) {
	switch name {
	case "reply-after":
		t.ReplyAfter, err = parseDuration(value)
	case "effect-after":
		t.EffectAfter, err = parseDuration(value)
	case "vary":
		t.Vary, err = parseDuration(value)
	case "over":
		t.Over, err = parseDuration(value)
	case "pieces":
		t.Pieces, err = strconv.Atoi(value)
	default:
		return false, nil
	}
	return true, err
}

// parseDuration reads a duration that is not negative.
func parseDuration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err == nil && d < 0 {
		err = fmt.Errorf("%q is negative", text)
	}
	return d, err
}

// timing is when things happen to a request: as its fault says, or else as the server's habit is.
func (s *Server) timing(service string, fault *Fault) Timing {
	var timing Timing
	for _, habit := range s.config.Dialect.Timings {
		if serviceMatches(habit.Service, service) {
			timing = habit.Timing // the last one wins, so that "*" can stand first
		}
	}
	if fault != nil && fault.Timing != (Timing{}) {
		timing = fault.Timing
	}
	timing.EffectAfter += s.between(0, timing.Vary)
	return timing
}

// between draws a duration from shortest to longest.
func (s *Server) between(shortest, longest time.Duration) time.Duration {
	if longest <= shortest {
		return shortest
	}
	return shortest + time.Duration(s.random.Int64N(int64(longest-shortest)))
}
