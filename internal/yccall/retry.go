package yccall

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"
)

// retryLimits bounds the repetitions of one request.
type retryLimits struct {
	max              int
	waitMin, waitMax time.Duration
}

// mayRepeat decides whether a request that failed with e is sent again. A request that
// changes something is repeated only if nothing of it left this machine; every
// other failure of it goes to the caller, who can look what became of it. A request
// that reads is repeated after failures that may pass.
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
	case is(ErrMalformedReply):
		return !e.permanent
	default:
		return e.HTTPStatus == http.StatusTooManyRequests
	}
}

// mayHaveRun reports whether the platform can have run a request that failed with
// e after its form had begun to be sent. Everything but a clear refusal counts.
func mayHaveRun(e *Error) bool {
	for _, refusal := range []error{
		ErrUnreachable, ErrRejected, ErrBodyTooLarge, ErrTokenInvalid, ErrNotAuthorised, ErrRefused,
	} {
		if errors.Is(e, refusal) {
			return false
		}
	}
	return true
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
