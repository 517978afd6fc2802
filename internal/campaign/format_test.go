package campaign_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	number "github.com/yccall/terraform-provider-yccall/internal/phone"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestReformattedNumbersAreRecognised(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{RecordForms: true, Dialect: yccalltest.Dialect{Habits: yccalltest.NormaliseNumbers}})
	id := w.create(spec(list(t, "phone,user_id", "+8613800000001,a", "02120280001,b", "13800000003,c")))
	must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
	out, err := w.revise(id, list(t, "phone,user_id", "+8613800000001,a", "02120280001,changed", "13800000004,d"))
	must(t, err)
	w.wantChanges("TaskSet 2", "taskDelPhone 2", "TaskAdd 2", "TaskSet 1")
	w.wantHeld(id, "+8613800000001", "02120280001", "13800000004")
	// What is removed is named as the platform writes it.
	removed := strings.Split(w.mock.Forms("taskDelPhone")[0].Get("telphone"), ",")
	slices.Sort(removed)
	if diff := cmp.Diff([]string{"13800000003", "2120280001"}, removed); diff != "" {
		t.Errorf("removed (-want +got):\n%s", diff)
	}
	wantInSync(t, out, 3)
}

// behind puts a prefix in front of numbers.
func behind(prefix string, phones []string) []string {
	list := make([]string, len(phones))
	for i, p := range phones {
		list[i] = prefix + p
	}
	return list
}

func TestCorrectedNumbersAreNotTakenForAnotherFormat(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, after []string
		status        yccalltest.TaskStatus
		want          []string
	}{
		"one":                {[]string{"2345678", phone(1)}, []string{"0312345678", phone(1)}, yccalltest.Running, []string{"TaskSet 2", "taskDelPhone 1", "TaskAdd 1", "TaskSet 1"}},
		"one, not started":   {[]string{"2345678", phone(1)}, []string{"0312345678", phone(1)}, 0, []string{"taskDelPhone 1", "TaskAdd 1"}},
		"one, the other way": {[]string{"0312345678", phone(1)}, []string{"2345678", phone(1)}, yccalltest.Paused, []string{"taskDelPhone 1", "TaskAdd 1"}},
		// What the task showed before its start tells that the platform writes numbers as they are sent.
		"all": {phones(1, 20), behind("+86", phones(1, 20)), yccalltest.Running, []string{
			"TaskSet 2", "taskDelPhone 20", "TaskAdd 20", "TaskSet 1",
		}},
		"by several prefixes": {[]string{"2345678", "3345678", "4345678"}, []string{"0312345678", "0213345678", "4345678", phone(1)}, yccalltest.Running, []string{
			"TaskSet 2", "taskDelPhone 2", "TaskAdd 3", "TaskSet 1",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			newFixture(t, yccalltest.Config{}).wantRevised(test.before, test.after, test.status, test.want...)
		})
	}
}

func TestCorrectionsThatThePlatformRejectsAreNoOtherFormat(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		habits yccalltest.Habit
		want   []string
	}{
		"and says so": {0, []string{"TaskSet 2", "taskDelPhone 3", "TaskAdd 3", "TaskSet 1"}},
		"silently":    {yccalltest.OmitInvalidData, []string{"TaskSet 2", "taskDelPhone 3", "TaskAdd 3", "TaskAdd 2", "TaskSet 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: test.habits}})
			id := w.create(spec(list(t, phones(0, 3)...)))
			must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
			out, err := w.revise(id, list(t, "00086"+phone(0), "00086"+phone(1), "0086"+phone(2)))
			must(t, err)
			w.wantChanges(test.want...)
			w.wantHeld(id, "0086"+phone(2))
			wantInSync(t, out, 1)
			wantRejected(t, out, "00086"+phone(0), "00086"+phone(1))
		})
	}
}

// TestNobodyIsCalledUnderTwoPrefixes dials at every request. Who was called under one prefix is not called under the other.
func TestNobodyIsCalledUnderTwoPrefixes(t *testing.T) {
	t.Parallel()
	for perRequest := range 4 {
		t.Run(fmt.Sprint(perRequest), func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialer: yccalltest.Dialer{PerRequest: perRequest}})
			o := spec(list(t, phones(0, 30)...))
			o.Start = true
			id := w.create(o)
			_, err := w.revise(id, list(t, behind("+86", phones(0, 30))...))
			must(t, err)
			w.mock.DialAll(id)
			for _, p := range phones(0, 30) {
				if n := w.mock.Dialled(p) + w.mock.Dialled("+86"+p); n != 1 {
					t.Errorf("a number was dialled %d times", n)
				}
			}
		})
	}
}

// TestPlatformsOwnFormatIsRecognised: the platform shows numbers without their country code. What the task showed before
// its start tells so, and nobody is withdrawn, lost, called twice or there twice.
func TestPlatformsOwnFormatIsRecognised(t *testing.T) {
	t.Parallel()
	const prefix = "+86"
	for name, test := range map[string]struct {
		called int
		faults []yccalltest.Fault
		want   []string
	}{
		"none called": {0, nil, []string{"TaskAdd 1"}},
		"some called": {4, nil, []string{"TaskAdd 1"}},
		"all called":  {20, nil, []string{"TaskAdd 1"}},
		"the addition was lost": {0, []yccalltest.Fault{{Service: "TaskAdd", Kind: yccalltest.CutBeforeEffect}},
			[]string{"TaskAdd 0", "TaskSet 2", "TaskAdd 1", "TaskSet 1"}},
		"the reply to it was lost": {0, []yccalltest.Fault{{Service: "TaskAdd", Kind: yccalltest.CutAfterEffect}},
			[]string{"TaskAdd 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			w.platform.taskNumbers = func(ctx context.Context, f yccall.NumberFilter) iter.Seq2[yccall.TaskNumber, error] {
				return func(yield func(yccall.TaskNumber, error) bool) {
					for n, err := range w.platform.Platform.TaskNumbers(ctx, f) {
						n.Phone = strings.TrimPrefix(n.Phone, prefix)
						if !yield(n, err) {
							return
						}
					}
				}
			}
			w.platform.someTaskNumbers = func(ctx context.Context, id string) ([]yccall.TaskNumber, error) {
				some, err := w.platform.Platform.SomeTaskNumbers(ctx, id)
				for i := range some {
					some[i].Phone = strings.TrimPrefix(some[i].Phone, prefix)
				}
				return some, err
			}
			w.platform.removeNumbers = func(ctx context.Context, id string, phones []string) error {
				return w.platform.Platform.RemoveNumbers(ctx, id, behind(prefix, phones))
			}
			before := behind(prefix, phones(0, 20))
			id := w.create(spec(list(t, append(before[:20:20], phone(20))...)))
			must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
			w.mock.Dial(id, test.called)
			w.mock.Plant(test.faults...)
			after := slices.Concat(before[:20], []string{phone(20), phone(21)})
			out, err := w.revise(id, list(t, after...))
			must(t, err)
			w.wantChanges(test.want...)
			w.wantHeld(id, after...)
			wantInSync(t, out, 22)
			w.wantStatus(id, yccalltest.Running)
			w.wantEachCalledOnce(id, after)
		})
	}
}

func TestNumberThatMustNotBeCalledIsWithdrawnWhateverItLooksLike(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		wanted []string
		called bool
		held   []string
		want   []string
	}{
		"another number":     {[]string{"0312345678"}, false, []string{"0312345678"}, []string{"TaskSet 2", "taskDelPhone 1", "TaskAdd 1", "TaskSet 1"}},
		"two other numbers":  {[]string{"0312345678", "0212345678"}, false, []string{"0312345678", "0212345678"}, []string{"TaskSet 2", "taskDelPhone 1", "TaskAdd 2", "TaskSet 1"}},
		"the same, called":   {[]string{"0312345678"}, true, []string{"2345678"}, nil},
		"the same phone":     {[]string{"02345678"}, false, []string{"2345678"}, nil},
		"none that is there": {[]string{"13900000001"}, false, []string{"13900000001"}, []string{"TaskSet 2", "taskDelPhone 1", "TaskAdd 1", "TaskSet 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := w.create(spec(list(t, "2345678", phone(1))))
			must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
			if test.called {
				w.mock.Dial(id, 1)
			}
			wanted := append([]string{"phone", "2345678", phone(1)}, test.wanted...)
			l, err := numberlist.Check(t.Context(), numberlist.Text(strings.Join(wanted, "\n")), numberlist.CheckOptions{KeepSet: true, Exclude: number.NewMatcher(number.CallingCode{}, list(t, "2345678").Set())})
			must(t, err)
			out, err := w.revise(id, l)
			must(t, err)
			w.wantChanges(test.want...)
			w.wantHeld(id, append(test.held, phone(1))...)
			wantInSync(t, out, int64(len(test.held)+1))
		})
	}
}
