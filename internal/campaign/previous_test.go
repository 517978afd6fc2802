package campaign_test

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// previously is a campaign that another task has called in part: four of six people.
func previously(t *testing.T, w *fixture, status yccalltest.TaskStatus) string {
	t.Helper()
	id := w.byHand(yccalltest.TaskSnapshot{Name: "renewals", CustomID: "another", Status: yccalltest.Running}, phones(0, 6)...)
	w.mock.Dial(id, 4)
	must(t, w.mock.ConsoleSetStatus(id, status))
	return id
}

func TestCampaignThatWasCalledBeforeIsNotCalledAgainWithoutConsent(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		list    []string
		consent func(previous string) campaign.Consent
		again   int64 // how many would be called again; 0 if the task is made
	}{
		"the same people":                  {list: phones(0, 6), again: 4},
		"some of them":                     {list: phones(3, 6), again: 1},
		"the same people in other formats": {list: []string{"+86" + phone(0), "0086" + phone(1)}, again: 2},
		"only those who were not called":   {list: phones(4, 2)},
		"other people":                     {list: phones(100, 6)},
		"with consent to call again":       {list: phones(0, 6), consent: func(string) campaign.Consent { return campaign.Consent{Again: true} }},
		"with those who were called left out": {list: phones(4, 6), consent: func(id string) campaign.Consent {
			return campaign.Consent{Skipped: []string{id}}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := previously(t, w, yccalltest.Ended)
			s := spec(list(t, test.list...))
			s.Campaign.Name = "renewals"
			if test.consent != nil {
				s.Consent = test.consent(id)
			}
			_, err := w.runner.Create(t.Context(), s, func(campaign.NewTask) {})
			var before *campaign.CalledBeforeError
			switch {
			case test.again == 0:
				must(t, err)
			case !errors.As(err, &before) || before.Task.ID != id || before.Again != test.again:
				t.Errorf("the error is %v, want one that %d people of task %s would be called again", err, test.again, id)
			default:
				w.wantChanges()
			}
		})
	}
}

func TestCampaignOfTheSameNameThatHasNotEndedIsNotMadeTwice(t *testing.T) {
	t.Parallel()
	for _, status := range []yccalltest.TaskStatus{yccalltest.Running, yccalltest.Paused} {
		t.Run(status.String(), func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := previously(t, w, status)
			s := spec(list(t, phones(100, 3)...))
			s.Campaign.Name, s.Consent = "renewals", campaign.Consent{Again: true, Skipped: []string{id}}
			_, err := w.runner.Create(t.Context(), s, func(campaign.NewTask) {})
			var runs *campaign.RunsAlreadyError
			if !errors.As(err, &runs) || runs.Task.ID != id {
				t.Errorf("the error is %v", err)
			}
			w.wantChanges()
		})
	}
}

func TestTaskThatIsReplacedIsNoEarlierOne(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := previously(t, w, yccalltest.Running)
	previous, err := w.runner.FindPrevious(t.Context(), campaign.Campaign{CustomTaskID: "tf-new", Name: "renewals", Except: id})
	must(t, err)
	if len(previous) != 0 {
		t.Errorf("found %+v", previous)
	}
}

// TestPreviousTaskIsFoundUnderAnIDOfTheFirstVersion: an apply of it was killed before its state was saved.
func TestPreviousTaskIsFoundUnderAnIDOfTheFirstVersion(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.byHand(yccalltest.TaskSnapshot{CustomID: "tf-old", Status: yccalltest.Running}, phones(0, 3)...)
	previous, err := w.runner.FindPrevious(t.Context(), campaign.Campaign{CustomTaskID: "tf-new", OtherIDs: []string{"tf-old"}})
	must(t, err)
	if len(previous) != 1 || previous[0].Task.ID != id || !previous[0].SameID {
		t.Errorf("found %+v", previous)
	}
}

func TestPeopleCalledByTasksAreListed(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	first, second := previously(t, w, yccalltest.Ended), w.byHand(yccalltest.TaskSnapshot{Status: yccalltest.Running}, phones(20, 3)...)
	w.mock.Dial(second, 1)
	if _, err := w.runner.PeopleCalledBy(t.Context(), []string{first, second}); !errors.As(err, new(*campaign.NotEndedError)) {
		t.Errorf("a running task gives %v", err)
	}
	must(t, w.mock.ConsoleSetStatus(second, yccalltest.Ended))
	people, err := w.runner.PeopleCalledBy(t.Context(), []string{first, second})
	must(t, err)
	if people.Len() != 5 {
		t.Errorf("%d people, want 4 and 1", people.Len())
	}
	if _, err := w.runner.PeopleCalledBy(t.Context(), []string{"20200101000000000001"}); !errors.As(err, new(*campaign.NotListedError)) {
		t.Errorf("a task that is not there gives %v", err)
	}
}

// TestPreviousTaskWithoutNumbersIsNoObstacle where the platform refuses to list what is empty.
func TestPreviousTaskWithoutNumbersIsNoObstacle(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.EmptyListIsError}})
	id := w.byHand(yccalltest.TaskSnapshot{Name: "renewals", Status: yccalltest.Running})
	must(t, w.mock.ConsoleSetStatus(id, yccalltest.Ended))
	s := spec(list(t, phones(0, 3)...))
	s.Campaign.Name = "renewals"
	w.create(s)
}

// TestPeopleWhoComeLaterAreLookedForAmongThoseCalledBefore: while they were not on the list, the previous task was no
// obstacle.
func TestPeopleWhoComeLaterAreLookedForAmongThoseCalledBefore(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		list    []string
		consent campaign.Consent
		purged  bool
		again   int64
	}{
		"as it was":               {list: phones(4, 6)},
		"others":                  {list: phones(4, 10)},
		"two of those":            {list: phones(2, 8), again: 2},
		"in another format":       {list: []string{"+86" + phone(0)}, again: 1},
		"all may be called":       {list: phones(0, 10), consent: campaign.Consent{Again: true}},
		"who called them is gone": {list: phones(2, 8), purged: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			previous := previously(t, w, yccalltest.Ended)
			s := spec(list(t, phones(4, 6)...))
			s.Campaign.Name, s.Consent = "renewals", test.consent
			made := w.made[w.create(s)]
			if test.purged {
				w.platform.task = func(context.Context, string) (yccall.Task, bool, error) { return yccall.Task{}, false, nil }
				w.platform.tasks = func(context.Context, yccall.TaskFilter) iter.Seq2[yccall.Task, error] {
					return sequence[yccall.Task](nil)
				}
			}
			before, err := w.runner.CalledBefore(t.Context(), made.Knowledge, list(t, test.list...))
			must(t, err)
			switch {
			case test.again == 0 && len(before) > 0, test.again > 0 && len(before) != 1:
				t.Errorf("%d tasks are said to have called people on the list", len(before))
			case test.again > 0 && (before[0].Task.ID != previous || before[0].Again != test.again):
				t.Errorf("task %s is said to have called %d of the list, want %s and %d", before[0].Task.ID, before[0].Again, previous, test.again)
			}
		})
	}
}
