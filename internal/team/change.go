package team

import (
	"context"
	"errors"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// change is one thing to be done on the platform.
type change struct {
	// what names it in errors: "extension group night".
	what string
	// send asks the platform for it.
	send func(ctx context.Context) error
	// done looks whether the platform shows it.
	done func(ctx context.Context) (bool, error)
	// repeatable is true if it does no harm when it is done twice.
	repeatable bool
	// confirmed is called when the platform says that it was done, before anything else can fail; it may be nil.
	confirmed func()
}

// carryOut makes a change, and returns when the platform shows it. The errors are a *NotShownError, an *UnknownError, or
// the client's.
func (r *Runner) carryOut(ctx context.Context, c change) error {
	loggedIn := false
	for s := (state{repeatable: c.repeatable, tries: 1}); ; s.tries++ {
		err := c.send(ctx)
		s.answer, s.waited = answerOf(err), 0
		if s.answer == confirmed && c.confirmed != nil {
			c.confirmed()
		}
		var failed error // the latest look
		step := stop
		for pause := 1; s.answer != notSent; pause = min(2*pause, 15) {
			s.done, failed = c.done(ctx)
			// The name may be newer than the token. Then a login helps, and waiting does not.
			if !s.done && failed == nil && !loggedIn && errors.Is(err, yccall.ErrUnknownName) {
				loggedIn = true
				if r.platform.LoginForNames(ctx) == nil {
					step = sendAgain
					s.tries-- // what the token does not know was not tried
					break
				}
			}
			if step = next(s); step != wait {
				break
			}
			if r.wait(ctx, time.Duration(pause)*time.Second) != nil {
				return c.interrupted(ctx, s.answer, err)
			}
			s.waited += pause
		}
		if step == goOn {
			return nil
		}
		if step != sendAgain {
			return c.failure(s.answer, err, failed)
		}
	}
}

// failure is why a change was given up.
func (c change) failure(a answer, cause, look error) error {
	switch a {
	case confirmed:
		return &NotShownError{What: c.what, Look: look}
	case unknown:
		return &UnknownError{What: c.what, Cause: cause}
	default:
		return cause
	}
}

// interrupted is a change whose effect was still being looked for when ctx ended.
func (c change) interrupted(ctx context.Context, a answer, cause error) error {
	if a == confirmed {
		return &NotShownError{What: c.what, Look: ctx.Err()}
	}
	return &UnknownError{What: c.what, Cause: errors.Join(cause, ctx.Err())}
}
