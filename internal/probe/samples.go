package probe

import (
	"context"
	"encoding/json"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// lookAtRows looks at what the rows of tasks show.
func (p *prober) lookAtRows(context.Context) error {
	if len(p.tasks) == 0 {
		for i := range rowAssumptions {
			if name := rowAssumptions[i].name; !p.found.has(name) {
				p.found.choose(name, "nothing")
			}
		}
		return nil
	}
	if p.config.Task == nil && p.any(func(t task) bool { return isLeft(t.Task) }) {
		p.config.Say("A task of an earlier run has not ended. It was never started; a run with -task ends it.")
	}
	p.found.first("counts",
		sign{p.all(func(t task) bool { return t.Total != nil && t.Called != nil && t.Uncalled != nil }), "shown"},
		sign{p.all(func(t task) bool { return t.Total == nil && t.Called == nil && t.Uncalled == nil }), "absent"},
		sign{true, "some"})
	p.found.first("newer-fields",
		sign{p.all(func(t task) bool { return newerFields(t) == len(newer) }), "shown"},
		sign{p.all(func(t task) bool { return newerFields(t) == 0 }), "absent"},
		sign{true, "some"})
	p.found.first("current-calls",
		sign{p.all(func(t task) bool { return t.fields["currentconcurrent"] != nil }), "shown"},
		sign{true, "absent"})
	p.found.first("statuses", sign{p.all(func(t task) bool { return isKnown(t.Status) }), "known"}, sign{true, "others"})
	p.found.first("task-ids", sign{p.all(beginsWithItsTime), "time"}, sign{true, "other"})
	if !p.found.has("schedule") {
		p.found.first("schedule", sign{p.any(func(t task) bool { return t.ScheduledTime != nil }), "field"}, sign{true, "absent"})
	}
	if !p.found.has("customtaskid-shown") {
		p.found.first("customtaskid-shown",
			sign{p.any(func(t task) bool { return t.CustomTaskID != nil && *t.CustomTaskID != "" }), "shown"},
			sign{p.any(func(t task) bool { return t.CustomTaskID != nil }), "empty"},
			sign{true, "absent"})
	}
	return nil
}

func (p *prober) all(is func(task) bool) bool {
	return !p.any(func(t task) bool { return !is(t) })
}

func (p *prober) any(is func(task) bool) bool {
	for _, t := range p.tasks {
		if is(t) {
			return true
		}
	}
	return false
}

// newer are the fields that were added to rows of tasks in 2025, without those that have an assumption of their own.
var newer = []string{"endtime", "runtime", "concurrent", "answer", "noanswer", "pausedtime", "isscale"}

func newerFields(t task) int {
	shown := 0
	for _, name := range newer {
		if t.fields[name] != nil {
			shown++
		}
	}
	return shown
}

// beginsWithItsTime reports whether the first digits of a task's id are the time of its creation.
func beginsWithItsTime(t task) bool {
	const digits = "20060102150405"
	created, err := time.Parse(wallClock, t.CreatedAt)
	if err != nil || len(t.ID) < len(digits) {
		return false
	}
	named, err := time.Parse(digits, t.ID[:len(digits)])
	return err == nil && named.Sub(created).Abs() <= time.Minute
}

// lookAtNumbers looks at what TaskInfo lists of tasks with called numbers, and at its rows.
func (p *prober) lookAtNumbers(ctx context.Context) error {
	p.config.Say("Looking at lists of numbers.")
	defer p.notSeen("number-extras", "numbers-listed", "total")
	r, err := p.page(ctx, "TaskInfo", params{"taskid": impossibleTaskID})
	if err != nil {
		return err
	}
	if len(r.rows("result")) > 0 {
		p.found.choose("filter-taskid", "ignored")
	}
	for i, t := range p.tasks {
		if i == tasksToLookAt || p.found.has("number-extras") && p.found.has("numbers-listed") {
			return nil
		}
		if err := p.numbersOf(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// notSeen notes that there was nothing to see some assumptions by.
func (p *prober) notSeen(names ...string) {
	for _, name := range names {
		if !p.found.has(name) {
			p.found.choose(name, "nothing")
		}
	}
}

// numbersOf compares the lists of all, the uncalled and the called numbers of a task.
func (p *prober) numbersOf(ctx context.Context, t task) error {
	var counts [3]int
	for i, status := range []string{"", "1", "2"} {
		form := params{"taskid": t.ID}
		if status != "" {
			form["status"] = status
		}
		r, err := p.page(ctx, "TaskInfo", form)
		if err != nil {
			return err
		}
		rows := r.rows("result")
		counts[i] = count(r, "result")
		if len(rows) > 0 {
			shown := fields(rows[0])
			p.found.first("number-extras", sign{shown["time"] != nil || shown["ext"] != nil, "shown"}, sign{true, "absent"})
		}
		if status != "" && !keepsToStatus(rows, status == "2") {
			p.found.choose("filter-status", "ignored")
		}
	}
	p.compareCounts(t, counts[0], counts[1], counts[2])
	return nil
}

func keepsToStatus(rows []json.RawMessage, called bool) bool {
	for _, row := range rows {
		if number, err := yccall.DecodeNumber(row); err == nil && number.Called != called {
			return false
		}
	}
	return true
}

// compareCounts tells what is listed and counted of a task that has called somebody. One that is running counts anew
// with each look.
func (p *prober) compareCounts(t task, listed, uncalled, called int) {
	if called <= 0 || t.Status == yccall.StatusRunning || p.found.is("filter-status", "ignored") || p.found.is("filter-taskid", "ignored") {
		return
	}
	held := uncalled + called
	if uncalled > 0 {
		p.found.first("numbers-listed", sign{listed == held, "all"}, sign{listed == uncalled, "uncalled"}, sign{true, "unclear"})
	} else {
		p.found.first("numbers-listed", sign{listed == held, "all"}, sign{listed <= 0, "uncalled"}, sign{true, "unclear"})
	}
	if t.Total != nil && (!p.found.has("total") || p.found.is("total", "held")) {
		total := int(*t.Total)
		p.found.first("total",
			sign{total == held, "held"}, sign{total == uncalled, "waiting"}, sign{total > held, "rejected"}, sign{true, "other"})
	}
}
