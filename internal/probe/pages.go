package probe

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// lookAtPages looks at how lists are divided.
func (p *prober) lookAtPages(ctx context.Context) error {
	p.config.Say("Looking at pages.")
	numbers, err := p.fullest(ctx)
	if err != nil {
		return err
	}
	lists := []pagedList{{"page-size-tasks", "TaskList", "task", nil, []int{200, 100, 10, 1}}}
	if numbers != "" {
		lists = append(lists, pagedList{"page-size-numbers", "TaskInfo", "result", params{"taskid": numbers}, []int{10_000, 1_000, 100, 10, 1}})
	} else {
		p.found.choose("page-size-numbers", "nothing")
	}
	for _, list := range lists {
		if err := p.paging(ctx, list); err != nil {
			return err
		}
	}
	if !p.found.has("paging") {
		p.found.choose("paging", "nothing")
	}
	for _, list := range lists {
		if err := p.largestPage(ctx, list); err != nil {
			return err
		}
	}
	return nil
}

// pagedList is a list and the page sizes that are tried of it, the largest first.
type pagedList struct {
	name, service, key string
	form               params
	sizes              []int
}

// fullest returns the id of the sampled task with the most numbers; empty where none has any.
func (p *prober) fullest(ctx context.Context) (id string, err error) {
	tasks := slices.Clone(p.tasks)
	total := func(t task) int64 {
		if t.Total == nil {
			return 0
		}
		return *t.Total
	}
	slices.SortStableFunc(tasks, func(a, b task) int { return int(total(b) - total(a)) })
	for _, t := range tasks[:min(len(tasks), tasksToLookAt)] {
		r, err := p.page(ctx, "TaskInfo", params{"taskid": t.ID})
		if err != nil {
			return "", err
		}
		if count(r, "result") > 0 {
			return t.ID, nil
		}
	}
	return "", nil
}

// tasksToLookAt is how many tasks are asked for their numbers before it is given up.
const tasksToLookAt = 10

// paging asks for a single row where there are several, and for one behind the last.
func (p *prober) paging(ctx context.Context, list pagedList) error {
	one := list.form.with("itemsperpage", "1")
	r, err := p.ask(ctx, list.service, one)
	total := count(r, list.key)
	switch {
	case err != nil:
		return err
	case len(r.rows(list.key)) > 1:
		p.found.choose("paging", "ignored")
	case len(r.rows(list.key)) == 1 && total > 1 && !p.found.has("paging"):
		behind, err := p.ask(ctx, list.service, one.with("currentpage", strconv.Itoa(total+1)))
		if err != nil {
			return err
		}
		p.found.first("paging", sign{len(behind.rows(list.key)) > 0, "ignored"}, sign{true, "kept"})
	}
	return nil
}

// largestPage asks for ever smaller pages until one comes.
func (p *prober) largestPage(ctx context.Context, list pagedList) error {
	if p.found.is("paging", "ignored") {
		p.found.choose(list.name, "whole")
		return nil
	}
	because, larger := "taken", 0 // why larger pages did not come, and the last of them
	for _, size := range list.sizes {
		r, err := p.ask(ctx, list.service, list.form.with("itemsperpage", strconv.Itoa(size)))
		switch {
		case errors.Is(err, yccall.ErrNoReply) && ctx.Err() == nil, r.http >= httpFault, r.isPage():
			because, larger = "fails", size
			continue
		case err != nil:
			return err
		case r.ret == retBadRequest:
			because, larger = "refused", size
			continue
		case r.refused():
			p.found.choose(list.name, "nothing")
			return nil
		case !r.ok():
			p.found.choose(list.name, "unclear")
			return nil
		}
		p.choosePageSize(list, because, size, larger, r)
		return nil
	}
	p.found.choose(list.name, "none")
	return nil
}

// choosePageSize notes the largest page that came, and why a larger one did not. The limit lies between the two; the
// upper end is noted, so that a mock with that limit answers both alike.
func (p *prober) choosePageSize(list pagedList, because string, size, larger int, r reply) {
	got, total := r.number("itemsperpage"), count(r, list.key)
	if got < 0 && len(r.rows(list.key)) < min(size, total) {
		got = len(r.rows(list.key))
	}
	switch {
	case got > 0 && got < size && got == total && !p.found.has("paging"):
		p.found.choose(list.name, "nothing") // all of the list, or the largest page
	case got > 0 && got < size:
		p.found.measured(list.name, "lowered", strconv.Itoa(got))
	case because == "taken":
		p.found.choose(list.name, "taken")
	case because == "fails": // with all rows on the page, or as many as were asked for
		p.found.measured(list.name, "fails", strconv.Itoa(max(size, min(larger, total)-1)))
	default:
		p.found.measured(list.name, because, strconv.Itoa(larger-1))
	}
}
