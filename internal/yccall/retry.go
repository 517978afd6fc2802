package yccall

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// retryLimits bounds the repetitions of one request.
type retryLimits struct {
	max              int
	waitMin, waitMax time.Duration
	// largePage tells that a smaller page helps more than many repetitions.
	largePage bool
}

const (
	// longestRateLimit is how long one request waits in all where the platform takes
	// no more requests (HTTP 429). A server that asks for more is not waited for.
	longestRateLimit = 10 * time.Minute
	// mostRateLimits ends a wait whose pauses are short.
	mostRateLimits = 50
)

// repeats counts how often one request was sent again, and why.
type repeats struct {
	failed      int           // after failures that may pass
	limited     int           // after HTTP 429
	limitedWait time.Duration // how long it waited for that
}

// next decides whether a request that failed with e is sent again, and after what
// wait.
func (r *repeats) next(svc service, e *Error, limits retryLimits) (wait time.Duration, again bool) {
	if errors.Is(e, ErrRateLimited) {
		r.limited++
		wait = limits.backoff(r.limited)
		if e.retryAfter != nil {
			// All that wait for the same moment would come back together.
			wait = *e.retryAfter + rand.N(limits.waitMin+*e.retryAfter/8+1) // #nosec G404 -- spreads load, protects nothing
		}
		r.limitedWait += wait
		return wait, r.limited <= mostRateLimits && r.limitedWait <= longestRateLimit
	}
	r.failed++
	most := limits.max
	if limits.largePage && tooMuch(e) {
		most = min(most, 1)
	}
	return limits.backoff(r.failed), r.failed <= most && mayRepeat(svc, e)
}

// mayRepeat decides whether a request that failed with e may be sent again. One
// that changes something may only if nothing of it left this machine; every other
// failure of it goes to whoever asked, who can look what became of it. One that
// reads may after failures that may pass.
func mayRepeat(svc service, e *Error) bool {
	is := func(kind error) bool { return errors.Is(e, kind) }
	switch {
	case is(context.Canceled), is(context.DeadlineExceeded):
		return false
	case is(ErrUnreachable):
		return !e.permanent
	case svc.mutates:
		return false
	case is(ErrNoReply), is(ErrServerFault):
		return true
	default:
		return is(ErrMalformedReply) && !e.permanent
	}
}

// certainlyNotRun reports whether e proves that the platform has not run a request
// whose form had begun to be sent. ret 4xx, HTTP 4xx and a business failure prove
// nothing: PHP services throw these after their work is done as well.
func certainlyNotRun(e *Error) bool {
	dropped := errors.Is(e, ErrTooLarge) && e.Ret == retNotFound // the whole form, with the name of the service
	return e.Ret == retTokenInvalid || errors.Is(e, ErrRateLimited) || errors.Is(e, ErrUnreachable) || dropped
}

// backoff doubles the wait with every attempt and takes a random point in its
// upper half, so that resources which failed together do not come back together.
// Attempts count from 1.
func (l retryLimits) backoff(attempt int) time.Duration {
	wait := l.waitMin
	for ; attempt > 1 && wait < l.waitMax; attempt-- {
		wait *= 2
	}
	wait = min(wait, l.waitMax)
	return wait - rand.N(wait/2+1) // #nosec G404 -- spreads load, protects nothing
}

// pause waits, or returns earlier if ctx ends.
func pause(ctx context.Context, wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
