package campaign_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// Replies that say no, although the platform has done what it was asked or may do it if it is asked otherwise.

// refusals are replies of requests that have run all the same: an exception after the effect, an error page, a text that
// looks like one about the token.
func refusals(service string) map[string]yccalltest.Fault {
	after := func(kind yccalltest.FaultKind, answer yccalltest.Answer) yccalltest.Fault {
		return yccalltest.Fault{Service: service, Kind: kind, Answer: answer}
	}
	return map[string]yccalltest.Fault{
		"ret 400":             after(yccalltest.Ret500AfterEffect, yccalltest.Answer{Ret: 400, Message: "bad request"}),
		"ret 400, of a token": after(yccalltest.Ret500AfterEffect, yccalltest.Answer{Ret: 400, Message: "token"}),
		"ret 404":             after(yccalltest.Ret500AfterEffect, yccalltest.Answer{Ret: 404}),
		"HTTP 400":            after(yccalltest.HTTP500AfterEffect, yccalltest.Answer{HTTPStatus: 400}),
		"HTTP 403":            after(yccalltest.HTTP500AfterEffect, yccalltest.Answer{HTTPStatus: 403}),
		"HTTP 404":            after(yccalltest.HTTP500AfterEffect, yccalltest.Answer{HTTPStatus: 404}),
		"HTTP 408":            after(yccalltest.HTTP500AfterEffect, yccalltest.Answer{HTTPStatus: 408}),
		"HTTP 413":            after(yccalltest.HTTP500AfterEffect, yccalltest.Answer{HTTPStatus: 413}),
		"HTTP 302":            after(yccalltest.HTTP500AfterEffect, yccalltest.Answer{HTTPStatus: 302}),
		"HTTP 504":            after(yccalltest.HTTP500AfterEffect, yccalltest.Answer{HTTPStatus: 504}),
	}
}

func TestRefusedRequestsThatRanAreLookedAt(t *testing.T) {
	t.Parallel()
	for _, service := range []string{"TaskCreat", "TaskAdd", "taskDelPhone", "TaskSet"} {
		for name, fault := range refusals(service) {
			t.Run(service+" "+name, func(t *testing.T) {
				t.Parallel()
				inBubble(t, yccalltest.Config{}, func(w *fixture) {
					if service == "TaskCreat" || service == "TaskSet" {
						w.mock.Plant(fault)
					}
					out, err := w.runner.Create(w.Context(), running(list(w.T, phones(0, 100)...)), func(campaign.NewTask) {})
					must(w.T, err)
					w.made[out.TaskID] = out
					if service == "TaskAdd" || service == "taskDelPhone" {
						w.mock.Plant(fault)
					}
					out, err = w.revise(out.TaskID, list(w.T, append(phones(0, 90), phones(100, 10)...)...))
					must(w.T, err)
					wantInSync(w.T, out, 100)
					for _, once := range []string{"TaskCreat", "TaskAdd", "taskDelPhone"} {
						if n := w.mock.Requests(once); n != 1 {
							w.Errorf("%s was sent %d times", once, n)
						}
					}
					w.wantAllCalled(append(phones(0, 90), phones(100, 10)...))
				})
			})
		}
	}
}

// TestRefusedTaskCreatThatDidNotRunMakesNothing, and says that it is not known for sure.
func TestRefusedTaskCreatThatDidNotRunMakesNothing(t *testing.T) {
	t.Parallel()
	inBubble(t, yccalltest.Config{}, func(w *fixture) {
		w.mock.Plant(yccalltest.Fault{Service: "TaskCreat", Kind: yccalltest.Ret500BeforeEffect, Answer: yccalltest.Answer{Ret: 400, Message: "token"}})
		_, err := w.runner.Create(w.Context(), running(list(w.T, phones(0, 5)...)), func(campaign.NewTask) {})
		var undecided *campaign.UndecidedError
		if !errors.As(err, &undecided) {
			w.Errorf("the error is %v", err)
		}
		w.wantChanges("TaskCreat 0")
		w.wantNobodyCalled()
	})
}

// TestRemovalThatIsRefusedForCalledNumbersIsMadeWithoutThem: who was called shows
// late.
func TestRemovalThatIsRefusedForCalledNumbersIsMadeWithoutThem(t *testing.T) {
	t.Parallel()
	dialect := yccalltest.Dialect{Habits: yccalltest.RefuseRemovalOfCalled, Lag: yccalltest.Lag{Numbers: 3 * time.Second}}
	inBubble(t, yccalltest.Config{Dialect: dialect, Dialer: yccalltest.Dialer{AtOnce: 10}}, func(w *fixture) {
		id := w.create(running(list(w.T, phones(0, 300)...)))
		time.Sleep(time.Minute)
		out, err := w.revise(id, list(w.T, phones(200, 100)...))
		must(w.T, err)
		if !out.InSync {
			w.Error("the task is not in sync")
		}
		w.wantAllCalled(phones(200, 100))
	})
}

func TestTooManyRequestsAreWaitedOut(t *testing.T) {
	t.Parallel()
	for _, service := range []string{"TaskCreat", "TaskAdd", "taskDelPhone", "TaskSet"} {
		t.Run(service, func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{}, func(w *fixture) {
				busy := yccalltest.Fault{
					Service: service, Kind: yccalltest.HTTP500BeforeEffect, Times: 2,
					Answer: yccalltest.Answer{HTTPStatus: 429, RetryAfter: 20 * time.Second},
				}
				w.mock.Plant(busy)
				id := w.create(running(list(w.T, phones(0, 100)...)))
				out, err := w.revise(id, list(w.T, append(phones(0, 90), phones(100, 10)...)...))
				must(w.T, err)
				wantInSync(w.T, out, 100)
				w.wantAllCalled(append(phones(0, 90), phones(100, 10)...))
			})
		})
	}
}

// TestBatchesAreHalvedUntilTheServerTakesThem: a front end takes 100 kB, or PHP drops the form and answers with a page.
func TestBatchesAreHalvedUntilTheServerTakesThem(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{
		"HTTP 413": {MaxBody: 100_000},
		"ret 404":  {PostMaxSize: 100_000},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{Dialect: dialect}, func(w *fixture) {
				id := w.create(spec(list(w.T, phones(0, 8000)...)))
				out, err := w.revise(id, list(w.T, phones(0, 16_000)...))
				must(w.T, err)
				wantInSync(w.T, out, 16_000)
				if most := w.mock.MostSubmitted(id); most != 1 {
					w.Errorf("a number was submitted %d times", most)
				}
			})
		})
	}
}

// TestFormThatWasDroppedForAPageIsSentInSmallerPieces: a page does not prove that nothing ran, so that it is looked first.
func TestFormThatWasDroppedForAPageIsSentInSmallerPieces(t *testing.T) {
	t.Parallel()
	inBubble(t, yccalltest.Config{}, func(w *fixture) {
		id := w.create(spec(list(w.T, phones(0, 100)...)))
		w.mock.SetDialect(yccalltest.Dialect{PostMaxSize: 200_000, Habits: yccalltest.OversizePage})
		out, err := w.revise(id, list(w.T, phones(0, 9000)...))
		must(w.T, err)
		wantInSync(w.T, out, 9000)
		if most := w.mock.MostSubmitted(id); most != 1 {
			w.Errorf("a number was submitted %d times", most)
		}
	})
}

// TestNumbersThatAreDroppedSilentlyAreSentAtMostOnceMore, whether success tells of them or not.
func TestNumbersThatAreDroppedSilentlyAreSentAtMostOnceMore(t *testing.T) {
	t.Parallel()
	for _, habit := range []yccalltest.Habit{0, yccalltest.DropsCountAsSuccess} {
		t.Run(fmt.Sprintf("habits %q", habit), func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: habit, DropNumbers: []string{"139"}}}, func(w *fixture) {
				id := w.create(running(list(w.T, phones(0, 60)...)))
				out, err := w.revise(id, list(w.T, append(phones(0, 65), "13900000001")...))
				must(w.T, err)
				wantInSync(w.T, out, 65)
				wantRejected(w.T, out, "13900000001")
				if n := w.mock.Requests("TaskAdd"); n != 2 {
					w.Errorf("TaskAdd was sent %d times", n)
				}
				w.wantAllCalled(phones(0, 65))
			})
		})
	}
}
