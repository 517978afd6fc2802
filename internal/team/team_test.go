package team_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/yccall/terraform-provider-yccall/internal/team"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// fixture is a platform with a group of one member and a queue, and a runner that reaches it.
type fixture struct {
	*testing.T
	mock   *yccalltest.Server
	runner *team.Runner
}

const readyToken = "0123456789abcdef0123456789abcdef"

var night = yccall.GroupMember{Group: "night", Extension: "1002"}

// inBubble plays a test in the time of a synctest bubble.
func inBubble(t *testing.T, dialect yccalltest.Dialect, play func(w *fixture)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		mock := yccalltest.New(yccalltest.Config{Dialect: dialect, Tokens: []string{readyToken}, Catalogue: yccalltest.Catalogue{
			ExtensionGroups: []yccalltest.ExtensionGroup{{ID: 7, Name: "day", Members: []string{"1001"}}},
			Queues:          []yccalltest.Queue{{Name: "autocall_sales", Remark: "r"}},
		}})
		defer mock.Close()
		w := &fixture{T: t, mock: mock}
		w.runner = w.runnerWith(yccall.Config{AppID: "demo-app", AccessKey: "demo-key"})
		play(w)
	})
}

func (w *fixture) runnerWith(config yccall.Config) *team.Runner {
	config.Endpoint, config.Transport = "https://platform.invalid", w.mock.Transport()
	client, err := yccall.New(config)
	must(w.T, err)
	return team.New(client)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// holdings is what the platform has: groups with their members, and queues with their settings.
func (w *fixture) holdings() string {
	var all []string
	c := w.mock.Catalogue()
	for _, group := range c.ExtensionGroups {
		all = append(all, group.Name+"("+strings.Join(group.Members, " ")+")")
	}
	for _, queue := range c.Queues {
		all = append(all, fmt.Sprintf("%s[%s %d]", queue.Name, queue.Remark, queue.Strategy))
	}
	return strings.Join(all, " ")
}

func (w *fixture) want(holdings string) {
	w.Helper()
	if got := w.holdings(); got != holdings {
		w.Errorf("the platform has %s, want %s", got, holdings)
	}
}

// changes is every way to change a team: what it sends, whether it may be sent twice, and what the platform has before
// and after.
var changes = map[string]struct {
	do            func(ctx context.Context, r *team.Runner) error
	repeatable    bool
	before, after string
}{
	"AddExtgroup": {func(ctx context.Context, r *team.Runner) error {
		_, err := r.CreateGroup(ctx, yccall.NewExtensionGroup{Name: "night"}, func() {})
		return err
	}, false, "day(1001) autocall_sales[r 0]", "day(1001) night() autocall_sales[r 0]"},
	"DelExtgroup": {func(ctx context.Context, r *team.Runner) error {
		return r.DeleteGroup(ctx, "day", time.Minute)
	}, true, "day(1001) autocall_sales[r 0]", "autocall_sales[r 0]"},
	"AddExtnumber": {func(ctx context.Context, r *team.Runner) error {
		return r.AddMember(ctx, yccall.GroupMember{Group: "day", Extension: "1002"}, func() {})
	}, true, "day(1001) autocall_sales[r 0]", "day(1001 1002) autocall_sales[r 0]"},
	"DelExtnumber": {func(ctx context.Context, r *team.Runner) error {
		return r.RemoveMember(ctx, yccall.GroupMember{Group: "day", Extension: "1001"})
	}, true, "day(1001) autocall_sales[r 0]", "day() autocall_sales[r 0]"},
	"AddQueue": {func(ctx context.Context, r *team.Runner) error {
		_, err := r.CreateQueue(ctx, yccall.NewQueue{Name: "service", Remark: "s", Autocall: true})
		return err
	}, false, "day(1001) autocall_sales[r 0]", "day(1001) autocall_sales[r 0] autocall_service[s 1]"},
	"EditQueue": {func(ctx context.Context, r *team.Runner) error {
		strategy := 3
		return r.EditQueue(ctx, yccall.QueueEdit{Name: "autocall_sales", Remark: "e", Strategy: &strategy})
	}, true, "day(1001) autocall_sales[r 0]", "day(1001) autocall_sales[e 3]"},
	"DelQueue": {func(ctx context.Context, r *team.Runner) error {
		return r.DeleteQueue(ctx, "autocall_sales", time.Minute)
	}, true, "day(1001) autocall_sales[r 0]", "day(1001)"},
}

func TestLostReplyIsLookedUpAndWhatIsMadeOnceIsSentOnce(t *testing.T) {
	t.Parallel()
	late := yccalltest.Timing{ReplyAfter: time.Millisecond, EffectAfter: 40 * time.Second}
	for service, change := range changes {
		for _, fault := range []yccalltest.Fault{
			{Kind: yccalltest.CutAfterEffect}, {Kind: yccalltest.CutBeforeEffect}, {Kind: yccalltest.TruncatedJSON},
			{Kind: yccalltest.HTTP500BeforeEffect}, {Kind: yccalltest.Ret500AfterEffect, Answer: yccalltest.Answer{Ret: 400}},
			{Kind: yccalltest.BusinessError}, {Kind: yccalltest.Ret600}, {Kind: yccalltest.HangAfterEffect},
			{Kind: yccalltest.Delay, Timing: late}, {Kind: yccalltest.CutAfterEffect, Timing: late},
		} {
			t.Run(fmt.Sprint(service, "/", fault.Kind, fault.Timing.EffectAfter), func(t *testing.T) {
				t.Parallel()
				inBubble(t, yccalltest.Dialect{}, func(w *fixture) {
					fault.Service = service
					w.mock.Plant(fault)
					err := change.do(w.Context(), w.runner)
					had := map[yccalltest.FaultKind]bool{yccalltest.CutBeforeEffect: true, yccalltest.HTTP500BeforeEffect: true, yccalltest.BusinessError: true}
					unknown := new(team.UnknownError)
					switch lost := had[fault.Kind] && !change.repeatable; {
					case !lost:
						must(w.T, err)
						w.want(change.after)
					case fault.Kind == yccalltest.BusinessError && !errors.Is(err, yccall.ErrRefused):
						w.Errorf("a refusal gives %v", err)
					case fault.Kind != yccalltest.BusinessError && !errors.As(err, &unknown):
						w.Errorf("a lost request gives %v", err)
					default:
						w.want(change.before)
					}
					sent := w.mock.Requests(service)
					if fault.Kind == yccalltest.Ret600 {
						sent-- // it was not run
					}
					if most := map[bool]int{false: 1, true: 4}[change.repeatable]; sent > most {
						w.Errorf("%s was sent %d times", service, sent)
					}
				})
			})
		}
	}
}

func TestWhatFailsForeverIsAnErrorThatChangesNothing(t *testing.T) {
	t.Parallel()
	for service, change := range changes {
		t.Run(service, func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Dialect{}, func(w *fixture) {
				w.mock.Plant(yccalltest.Fault{Service: service, Kind: yccalltest.CutBeforeEffect, Times: -1})
				if err := change.do(w.Context(), w.runner); !errors.As(err, new(*team.UnknownError)) {
					w.Errorf("got %v", err)
				}
				w.mock.ClearFaults()
				w.mock.Plant(yccalltest.Fault{Service: service, Kind: yccalltest.BusinessError, Times: -1})
				if err := change.do(w.Context(), w.runner); !errors.Is(err, yccall.ErrRefused) {
					w.Errorf("got %v", err)
				}
				w.mock.ClearFaults()
				w.want(change.before)
				for _, look := range []string{"GetExtgroupInfo", "GetGroupExt", "GetQueueList"} {
					w.mock.Plant(yccalltest.Fault{Service: look, Kind: yccalltest.Ret500BeforeEffect, Times: -1})
				}
				w.mock.ResetJournal()
				// An edit looks only afterwards.
				err := change.do(w.Context(), w.runner)
				if notShown := new(team.NotShownError); service == "EditQueue" && !errors.As(err, &notShown) || !errors.Is(err, yccall.ErrServerFault) {
					w.Errorf("got %v", err)
				}
				if n := w.mock.Requests(service); service != "EditQueue" && n > 0 {
					w.Errorf("%s was sent although nothing could be seen", service)
				}
			})
		})
	}
}

func TestWhatIsThereIsNotTakenOver(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		do   func(ctx context.Context, r *team.Runner) error
		want string
	}{
		"group": {func(ctx context.Context, r *team.Runner) error {
			_, err := r.CreateGroup(ctx, yccall.NewExtensionGroup{Name: "day"}, func() {})
			return err
		}, "day"},
		"member": {func(ctx context.Context, r *team.Runner) error {
			return r.AddMember(ctx, yccall.GroupMember{Group: "day", Extension: "1001"}, func() {})
		}, "day/1001"},
		"queue": {func(ctx context.Context, r *team.Runner) error {
			_, err := r.CreateQueue(ctx, yccall.NewQueue{Name: "sales", Remark: "r", Autocall: true})
			return err
		}, "autocall_sales"},
	} {
		inBubble(t, yccalltest.Dialect{}, func(w *fixture) {
			exists := new(team.ExistsError)
			if err := test.do(w.Context(), w.runner); !errors.As(err, &exists) || exists.Name != test.want {
				w.Errorf("%s: got %v", name, err)
			}
			w.want("day(1001) autocall_sales[r 0]")
		})
	}
}

func TestTwoOfANameAtOnceAreMadeOnce(t *testing.T) {
	t.Parallel()
	for service, change := range changes {
		if !strings.HasPrefix(service, "Add") {
			continue
		}
		inBubble(t, yccalltest.Dialect{}, func(w *fixture) {
			w.mock.Plant(yccalltest.Fault{Service: service, Kind: yccalltest.Delay, Timing: yccalltest.Timing{ReplyAfter: 10 * time.Second}})
			results := make(chan error, 2)
			for range 2 {
				go func() { results <- change.do(w.Context(), w.runner) }()
			}
			first, second := <-results, <-results
			if exists := new(team.ExistsError); first != nil || !errors.As(second, &exists) {
				w.Errorf("%s: got %v and %v", service, first, second)
			}
			w.want(change.after)

			ctx, cancel := context.WithTimeout(w.Context(), 5*time.Second)
			defer cancel()
			w.mock.Plant(yccalltest.Fault{Service: "*", Kind: yccalltest.Delay, Timing: yccalltest.Timing{ReplyAfter: 10 * time.Second}})
			go func() { results <- change.do(w.Context(), w.runner) }()
			synctest.Wait()
			if err := change.do(ctx, w.runner); !errors.Is(err, context.DeadlineExceeded) {
				w.Errorf("%s: the turn that did not come gives %v", service, err)
			}
			if third, exists := <-results, new(team.ExistsError); !errors.As(third, &exists) {
				w.Errorf("%s: got %v", service, third)
			}
		})
	}
}

func TestEmptyAccountsAreUnderstood(t *testing.T) {
	t.Parallel()
	inBubble(t, yccalltest.Dialect{Habits: yccalltest.EmptyListIsError}, func(w *fixture) {
		w.mock.SetCatalogue(yccalltest.Catalogue{ExtensionGroups: []yccalltest.ExtensionGroup{}, Queues: []yccalltest.Queue{}})
		_, err := w.runner.CreateGroup(w.Context(), yccall.NewExtensionGroup{Name: "night"}, func() {})
		must(w.T, err)
		must(w.T, w.runner.AddMember(w.Context(), night, func() {}))
		must(w.T, w.runner.RemoveMember(w.Context(), night))
		_, err = w.runner.CreateQueue(w.Context(), yccall.NewQueue{Name: "sales", Remark: "r", Autocall: true})
		must(w.T, err)
		must(w.T, w.runner.DeleteQueue(w.Context(), "autocall_sales", time.Minute))
		must(w.T, w.runner.DeleteGroup(w.Context(), "night", time.Minute))
		w.want("")
	})
}

func TestOneEmptyListIsNoProof(t *testing.T) {
	t.Parallel()
	inBubble(t, yccalltest.Dialect{}, func(w *fixture) {
		// The group shows a second later, as on a server whose lists lag.
		w.mock.Plant(yccalltest.Fault{Service: "AddExtgroup", Kind: yccalltest.CutAfterEffect, Timing: yccalltest.Timing{EffectAfter: time.Second}})
		client, err := yccall.New(yccall.Config{Endpoint: "https://platform.invalid", Token: readyToken, Transport: w.mock.Transport()})
		must(w.T, err)
		_ = client.AddExtensionGroup(w.Context(), yccall.NewExtensionGroup{Name: "night"})
		if _, found, err := w.runner.Group(w.Context(), "night"); !found {
			w.Errorf("the group was not found: %v", err)
		}
	})
}

func TestNameThatThePlatformChangedIsTold(t *testing.T) {
	t.Parallel()
	inBubble(t, yccalltest.Dialect{}, func(w *fixture) {
		made := false
		// Somebody renames the group as soon as it is made, as a platform that cuts names does.
		_, err := w.runner.CreateGroup(w.Context(), yccall.NewExtensionGroup{Name: "night shift"}, func() {
			made = true
			c := w.mock.Catalogue()
			c.ExtensionGroups[1].Name = "night"
			w.mock.SetCatalogue(c)
		})
		notShown := new(team.NotShownError)
		if !errors.As(err, &notShown) || !slices.Equal(notShown.New, []string{"night"}) || !made {
			w.Errorf("got %v, new names %v, made %t", err, notShown.New, made)
		}
	})
	for habits, stored := range map[yccalltest.Habit]string{0: "autocall_service", yccalltest.PlainQueueNames: "service"} {
		inBubble(t, yccalltest.Dialect{Habits: habits}, func(w *fixture) {
			queue, err := w.runner.CreateQueue(w.Context(), yccall.NewQueue{Name: "service", Remark: "s", Autocall: true})
			if err != nil || queue.Name != stored {
				w.Errorf("the queue is %q: %v", queue.Name, err)
			}
			again, found, err := w.runner.Queue(w.Context(), "service")
			if !found || again.Name != stored {
				w.Errorf("the queue is found as %q: %v", again.Name, err)
			}
		})
	}
}

func TestTeamOfATaskThatHasNotEndedIsNotDeleted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		dialect    yccalltest.Dialect
		task       yccalltest.TaskSnapshot
		queue      bool
		ends, used bool
	}{
		"group":                         {task: yccalltest.TaskSnapshot{Agent: "day", Status: yccalltest.Running}, used: true},
		"not started":                   {task: yccalltest.TaskSnapshot{Agent: "day"}, used: true},
		"paused":                        {task: yccalltest.TaskSnapshot{Agent: "day", Status: yccalltest.Paused}, used: true},
		"ends meanwhile":                {task: yccalltest.TaskSnapshot{Agent: "day", Status: yccalltest.Running}, ends: true},
		"has ended":                     {task: yccalltest.TaskSnapshot{Agent: "day", Status: yccalltest.Ended}},
		"another group's":               {task: yccalltest.TaskSnapshot{Agent: "days", Status: yccalltest.Running}},
		"an extension of the same name": {task: yccalltest.TaskSnapshot{Agent: "day", AssignType: 1, Status: yccalltest.Running}},
		"old and listed only if asked":  {dialect: yccalltest.Dialect{RecentTasks: time.Hour}, task: yccalltest.TaskSnapshot{Agent: "day", Status: yccalltest.Running}, used: true},
		"queue by its stored name":      {task: yccalltest.TaskSnapshot{Agent: "autocall_sales", AssignType: 2, Status: yccalltest.Running}, queue: true, used: true},
		"queue by its plain name":       {task: yccalltest.TaskSnapshot{Agent: "sales", AssignType: 2, Status: yccalltest.Running}, queue: true, used: true},
		"a group named like the queue":  {task: yccalltest.TaskSnapshot{Agent: "sales", Status: yccalltest.Running}, queue: true},
		"empty lists are refused":       {dialect: yccalltest.Dialect{Habits: yccalltest.EmptyListIsError}, task: yccalltest.TaskSnapshot{Agent: "x", Status: yccalltest.Running}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, test.dialect, func(w *fixture) {
				id, err := w.mock.ConsoleCreate(test.task, "13900000001")
				must(w.T, err)
				w.mock.Advance(2 * time.Hour)
				if test.ends {
					time.AfterFunc(time.Minute, func() { _ = w.mock.ConsoleSetStatus(id, yccalltest.Ended) })
				}
				service := "DelExtgroup"
				if test.queue {
					service = "DelQueue"
					err = w.runner.DeleteQueue(w.Context(), "autocall_sales", 5*time.Minute)
				} else {
					err = w.runner.DeleteGroup(w.Context(), "day", 5*time.Minute)
				}
				inUse := new(team.InUseError)
				switch {
				case test.used && (!errors.As(err, &inUse) || inUse.Task.ID != id):
					w.Errorf("got %v, want task %s", err, id)
				case !test.used && err != nil:
					w.Error(err)
				case test.used == (w.mock.Requests(service) > 0):
					w.Errorf("%s was sent %d times", service, w.mock.Requests(service))
				}
			})
		})
	}
}

func TestWaitForATaskEndsWithTheTimeout(t *testing.T) {
	t.Parallel()
	// It passes while the runner waits, or while the platform is being asked.
	for _, took := range []time.Duration{0, 25 * time.Second} {
		slow := []yccalltest.ServiceTiming{{Service: "TaskList", Timing: yccalltest.Timing{ReplyAfter: took}}}
		inBubble(t, yccalltest.Dialect{Timings: slow}, func(w *fixture) {
			_, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{Agent: "day", Status: yccalltest.Running})
			must(w.T, err)
			ctx, cancel := context.WithTimeout(w.Context(), time.Minute)
			defer cancel()
			if err := w.runner.DeleteGroup(ctx, "day", time.Hour); !errors.As(err, new(*team.InUseError)) {
				w.Errorf("got %v", err)
			}
		})
	}
}

func TestNewNameIsKnownAfterOneLogin(t *testing.T) {
	t.Parallel()
	inBubble(t, yccalltest.Dialect{Habits: yccalltest.NewNamesNeedLogin}, func(w *fixture) {
		_, err := w.runner.CreateGroup(w.Context(), yccall.NewExtensionGroup{Name: "night"}, func() {})
		must(w.T, err)
		must(w.T, w.runner.AddMember(w.Context(), night, func() {}))
		members, err := w.runner.Members(w.Context(), "night")
		if err != nil || members != 1 {
			w.Errorf("%d members: %v", members, err)
		}
		if n := w.mock.Requests("Login"); n != 2 {
			w.Errorf("%d logins, want 2", n)
		}
	})
	inBubble(t, yccalltest.Dialect{Habits: yccalltest.NewNamesNeedLogin}, func(w *fixture) {
		ready := w.runnerWith(yccall.Config{Token: readyToken})
		_, err := ready.CreateGroup(w.Context(), yccall.NewExtensionGroup{Name: "night"}, func() {})
		must(w.T, err)
		if err := ready.AddMember(w.Context(), night, func() {}); !errors.Is(err, yccall.ErrUnknownName) {
			w.Errorf("got %v", err)
		}
	})
	// Where only the change is refused, it is looked at before it is sent again.
	inBubble(t, yccalltest.Dialect{}, func(w *fixture) {
		w.mock.Plant(yccalltest.Fault{Service: "AddExtnumber", Kind: yccalltest.BusinessError, Answer: yccalltest.Answer{Code: "1010"}})
		start := time.Now()
		must(w.T, w.runner.AddMember(w.Context(), yccall.GroupMember{Group: "day", Extension: "1002"}, func() {}))
		if time.Since(start) > 0 || w.mock.Requests("AddExtnumber") != 2 {
			w.Errorf("it took %s and %d requests", time.Since(start), w.mock.Requests("AddExtnumber"))
		}
		w.want("day(1001 1002) autocall_sales[r 0]")
	})
}

func TestInterruptedChangeIsNotForgotten(t *testing.T) {
	t.Parallel()
	for service, change := range changes {
		inBubble(t, yccalltest.Dialect{}, func(w *fixture) {
			ctx, cancel := context.WithCancel(w.Context())
			defer cancel()
			w.mock.Plant(yccalltest.Fault{Service: service, Kind: yccalltest.CutAfterEffect, Timing: yccalltest.Timing{EffectAfter: time.Hour}})
			time.AfterFunc(5*time.Second, cancel)
			err := change.do(ctx, w.runner)
			if unknown := new(team.UnknownError); !errors.As(err, &unknown) || !errors.Is(err, context.Canceled) {
				w.Errorf("%s: got %v", service, err)
			}
			if diff := cmp.Diff(1, w.mock.Requests(service), cmpopts.EquateEmpty()); diff != "" {
				w.Errorf("%s (-want +got):\n%s", service, diff)
			}
		})
	}
}
