package campaign_test

import (
	"context"
	"strings"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// exactly waits without the random part, so that times are the same each time.
func exactly(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// creating creates a campaign of n numbers that is to run, after something was planted.
func creating(n int, faults ...yccalltest.Fault) func(*fixture, *transcript) (campaign.Result, error) {
	return func(w *fixture, _ *transcript) (campaign.Result, error) {
		w.mock.Plant(faults...)
		return w.runner.Create(w.Context(), running(list(w.T, phones(0, n)...)), func(campaign.NewTask) {})
	}
}

// revising creates a campaign, lets it run for a while, and changes its list after something was planted or done.
func revising(before, after []string, meanwhile func(*fixture, *transcript, string), faults ...yccalltest.Fault) func(*fixture, *transcript) (campaign.Result, error) {
	return func(w *fixture, tr *transcript) (campaign.Result, error) {
		id := w.create(running(list(w.T, before...)))
		time.Sleep(50 * time.Second)
		tr.restart()
		tr.note("the task runs, and its list changes")
		if meanwhile != nil {
			meanwhile(w, tr, id)
		}
		w.mock.Plant(faults...)
		return w.revise(id, list(w.T, after...))
	}
}

// fielded gives numbers a field.
func fielded(field string, phones []string) []string {
	rows := []string{"phone,user_id"}
	for _, p := range phones {
		rows = append(rows, p+","+field)
	}
	return rows
}

func on(dialect yccalltest.Dialect) yccalltest.Config { return yccalltest.Config{Dialect: dialect} }

func plays() map[string]play {
	lost := func(service string) yccalltest.Fault {
		return yccalltest.Fault{Service: service, Kind: yccalltest.CutBeforeEffect, Timing: seconds(10, 0)}
	}
	unanswered := func(service string, timing yccalltest.Timing) yccalltest.Fault {
		return yccalltest.Fault{Service: service, Kind: yccalltest.CutAfterEffect, Timing: timing}
	}
	plays := map[string]play{
		"create":                {about: "A campaign is created and started.", do: creating(3)},
		"create_two_batches":    {about: "One request takes 10,000 numbers.", do: creating(10_001)},
		"create_reply_lost":     {about: "The reply to TaskCreat is lost: the task is found by its custom task id.", do: creating(3, unanswered("TaskCreat", seconds(10, 0)))},
		"create_lost":           {about: "TaskCreat is lost: nothing is sent again, since it may still arrive.", do: creating(3, lost("TaskCreat"))},
		"create_pieces":         {about: "The reply to TaskCreat is lost, and its numbers come for half a minute.", do: creating(5, unanswered("TaskCreat", over(time.Second, 0, 30*time.Second)))},
		"create_refused":        {about: "TaskCreat is refused after its effect.", do: creating(3, refusals("TaskCreat")["ret 400"])},
		"create_too_large":      {about: "A front end takes less than a batch: it is halved.", config: on(yccalltest.Dialect{MaxBody: 60_000}), do: creating(4500)},
		"create_no_custom_ids":  {about: "The platform shows no custom task ids: it cannot be told whether another run has made the same campaign.", config: on(yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho | yccalltest.IgnoreCustomIDFilter}), do: creating(3)},
		"create_counts_waiting": {about: "The row of the task counts the rejected numbers as well.", config: on(yccalltest.Dialect{Habits: yccalltest.TotalWithRejected}), do: rejecting},
		"create_start_lost":     {about: "The start is lost: it is sent again after a look.", do: creating(3, lost("TaskSet"))},
		"create_twice":          {about: "Another run has made the same campaign meanwhile: neither is started.", do: overtaking},
		"append":                {about: "Two numbers are appended: few are listed first, since somebody may have added them.", do: revising(phones(0, 3), phones(0, 5), nil)},
		"append_many":           {about: "Two numbers are appended to many, which are not listed.", do: appendingToMany},
		"append_lost":           {about: "An addition is lost while the task runs: it is paused, waited for, compared, and sent again.", do: revising(phones(0, 8), phones(0, 10), nil, lost("TaskAdd"))},
		"append_arrives":        {about: "The reply to an addition is lost, and all of it is there.", do: revising(phones(0, 8), phones(0, 10), nil, unanswered("TaskAdd", seconds(10, 0)))},
		"append_pieces":         {about: "The reply to an addition is lost, and its numbers come for a minute.", do: revising(phones(0, 12), phones(0, 17), nil, unanswered("TaskAdd", over(time.Second, 0, time.Minute)))},
		"append_confirmed_late": {about: "An addition is confirmed and shows after 40 s.", do: revising(phones(0, 8), phones(0, 10), nil, yccalltest.Fault{Service: "TaskAdd", Kind: yccalltest.Delay, Timing: seconds(0, 40)})},
		"append_dropped":        {about: "The platform drops a number silently: it is sent once more.", config: on(yccalltest.Dialect{DropNumbers: []string{"139"}}), do: revising(phones(0, 12), append(phones(0, 13), "13900000001"), nil)},
		"replace":               {about: "The fields of all numbers change while people are called: the task rests, whoever was called stays as he is.", do: revising(fielded("a", phones(0, 6)), fielded("b", phones(0, 6)), nil)},
		"withdraw":              {about: "Numbers are taken off the list, and one is added. The task rests meanwhile, since nothing tells who is in a call.", do: revising(phones(0, 12), append(phones(0, 10), phone(20)), nil)},
		"short_listing":         {about: "A listing comes empty: it decides nothing.", do: revising(phones(0, 8), phones(0, 10), nil, yccalltest.Fault{Service: "TaskInfo", Kind: yccalltest.EmptyList})},
		"changed_by_others": {about: "Somebody has added a number in the console: it is waited until nothing moves.", do: revising(phones(0, 12), phones(0, 12), func(w *fixture, tr *transcript, id string) {
			tr.note("somebody adds #20 in the console")
			must(w.T, w.mock.ConsoleAdd(id, phone(20)))
		})},
		"called_and_waiting": {about: "Somebody who was called is on the task once more: it is left paused.", do: revising(phones(0, 12), phones(0, 13), func(w *fixture, tr *transcript, id string) {
			tr.note("somebody pauses the task and adds #0 in the console, who was called")
			must(w.T, w.mock.ConsoleSetStatus(id, yccalltest.Paused))
			must(w.T, w.mock.ConsoleAdd(id, phone(0)))
		})},
		"broken_off": {about: "A run is broken off while it waits for TaskAdd, and the next one waits for what is under way.", do: brokenOff},
		"end":        {about: "A running task is ended: it is paused first, and the call that goes on is waited for.", do: ending(nil)},
		"end_unlisted": {about: "A task that is not listed is told to end as well.", do: ending(func(w *fixture, id string) error {
			return w.mock.ConsoleUnlist(id)
		})},
	}
	return plays
}

func appendingToMany(w *fixture, tr *transcript) (campaign.Result, error) {
	id := w.create(running(list(w.T, phones(0, many)...)))
	time.Sleep(50 * time.Second)
	tr.restart()
	tr.note("the task runs, and its list gets longer")
	made := w.made[id]
	return w.runner.Update(w.Context(), campaign.Update{
		TaskID: id, List: list(w.T, phones(0, many+2)...), Held: &made.Held, AppendedTo: many, Knowledge: made.Knowledge,
	})
}

func rejecting(w *fixture, _ *transcript) (campaign.Result, error) {
	return w.runner.Create(w.Context(), running(list(w.T, append(phones(0, 3), unroutable)...)), func(campaign.NewTask) {})
}

func overtaking(w *fixture, tr *transcript) (campaign.Result, error) {
	w.mock.Plant(yccalltest.Fault{Service: "TaskCreat", Kind: yccalltest.Delay, Timing: seconds(10, 10)})
	go func() {
		time.Sleep(5 * time.Second)
		_, err := w.mock.ConsoleCreate(alike(), phones(0, 3)...)
		must(w.T, err)
		tr.note("the other run's task is there")
	}()
	return creating(3)(w, tr)
}

func brokenOff(w *fixture, tr *transcript) (campaign.Result, error) {
	id := w.create(running(list(w.T, phones(0, 12)...)))
	tr.restart()
	tr.note("the task runs, and its list changes")
	w.mock.Plant(yccalltest.Fault{Service: "TaskAdd", Kind: yccalltest.Delay, Timing: over(5*time.Minute, 30*time.Second, 40*time.Second)})
	ctx, cancel := context.WithTimeout(w.Context(), 10*time.Second)
	defer cancel()
	made := w.made[id]
	wanted := list(w.T, phones(0, 16)...)
	_, err := w.runner.Update(ctx, campaign.Update{TaskID: id, List: wanted, Held: &made.Held, Knowledge: made.Knowledge})
	tr.note("broken off: %v", strings.SplitN(err.Error(), ":", 2)[0])
	return w.runner.Update(w.Context(), campaign.Update{TaskID: id, List: wanted, Knowledge: made.Knowledge})
}

func ending(before func(*fixture, string) error) func(*fixture, *transcript) (campaign.Result, error) {
	return func(w *fixture, tr *transcript) (campaign.Result, error) {
		id := w.create(running(list(w.T, phones(0, 12)...)))
		time.Sleep(50 * time.Second)
		tr.restart()
		tr.note("the task runs, and is to end")
		if before != nil {
			must(w.T, before(w, id))
		}
		_, err := w.runner.End(w.Context(), id)
		return campaign.Result{}, err
	}
}
