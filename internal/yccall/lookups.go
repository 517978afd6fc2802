package yccall

import (
	"cmp"
	"context"
	"strings"
)

// Availability narrows the lookups of extensions and caller numbers. The zero
// value is the platform's default, OnlyEnabled.
type Availability int

// The values of Availability.
const (
	OnlyEnabled       Availability = 1
	OnlyDisabled      Availability = 2
	EnabledOrDisabled Availability = 3
)

// CallerNumberUse narrows the lookup of caller numbers to those that predictive
// tasks can, or cannot, call under. The zero value is the platform's default,
// AnyUse.
type CallerNumberUse int

// The values of CallerNumberUse.
const (
	AnyUse            CallerNumberUse = 1
	OnlyPredictive    CallerNumberUse = 2
	OnlyNotPredictive CallerNumberUse = 3
)

// ExtensionGroup is a row of App.Sip_Extgroup.GetExtgroupInfo. A task is assigned
// to a group by its name.
type ExtensionGroup struct {
	ID, Name string
	// Enabled is nil if the server sent no state, or one that is neither.
	Enabled *bool
}

// Extension is a row of App.Sip_Sipnum.GetSipnumberInfo. The SIP password that
// the platform sends with it is not read.
type Extension struct {
	Number string
	// Enabled and Registered are nil if the server sent no state, or one that is
	// neither.
	Enabled, Registered *bool
}

// ExtensionFilter narrows the lookup of extensions.
type ExtensionFilter struct {
	Availability Availability
	Numbers      []string
}

// CallerNumber is a row of App.Sip_Disnum.getDisnumberInfo. Of its fields only
// the number is documented.
type CallerNumber struct {
	Number string
	// AreaCode is nil if the server does not send it.
	AreaCode *string
}

// CallerNumberFilter narrows the lookup of caller numbers.
type CallerNumberFilter struct {
	Availability Availability
	Use          CallerNumberUse
	Numbers      []string
	AreaCode     string
}

// Queue is a row of App.Sip_Queue.GetQueueList. Pointers are nil where the server
// is silent.
type Queue struct {
	Name, Remark string
	// Strategy is how calls are spread over the agents: 1 longest idle, 2 least
	// talk time, 3 ring all, 4 round robin, 5 sequential, 6 random, 7 fewest calls,
	// 8 priority.
	Strategy *int64
	// Announce is the file played to waiting callers.
	Announce string
	QueueTimes
}

// ExtensionGroups looks up the group of that name, or all groups if it is empty
// (App.Sip_Extgroup.GetExtgroupInfo).
func (c *Client) ExtensionGroups(ctx context.Context, name string) ([]ExtensionGroup, error) {
	var f form
	f.optional("name", name)
	rows, err := lookUp[struct {
		ID     flexText `json:"id"`
		Name   flexText `json:"name"`
		Status flexInt  `json:"status"`
	}](ctx, c, serviceExtensionGroups, f, "name")

	groups := make([]ExtensionGroup, len(rows))
	for i, row := range rows {
		const enabled, disabled = 1041, 1042
		groups[i] = ExtensionGroup{
			ID: row.ID.visible().value, Name: row.Name.visible().value,
			Enabled: either(row.Status.value, enabled, disabled),
		}
	}
	return groups, err
}

// Extensions looks up extensions (App.Sip_Sipnum.GetSipnumberInfo).
func (c *Client) Extensions(ctx context.Context, filter ExtensionFilter) ([]Extension, error) {
	var f form
	f.setInt("status", int(cmp.Or(filter.Availability, OnlyEnabled)))
	f.optional("extnumber", strings.Join(filter.Numbers, ","))
	rows, err := lookUp[struct {
		Number   flexText `json:"extnumber"`
		Status   flexInt  `json:"status"`
		Register flexText `json:"register"`
	}](ctx, c, serviceExtensions, f, "extnumber")

	extensions := make([]Extension, len(rows))
	for i, row := range rows {
		const enabled, disabled = 1016, 1013
		extensions[i] = Extension{
			Number:     row.Number.visible().value,
			Enabled:    either(row.Status.value, enabled, disabled),
			Registered: either(row.Register.value, "reg", "nreg"),
		}
	}
	return extensions, err
}

// CallerNumbers looks up the numbers that calls can be made under
// (App.Sip_Disnum.getDisnumberInfo).
func (c *Client) CallerNumbers(ctx context.Context, filter CallerNumberFilter) ([]CallerNumber, error) {
	var f form
	f.setInt("status", int(cmp.Or(filter.Availability, OnlyEnabled)))
	f.setInt("autocall", int(cmp.Or(filter.Use, AnyUse)))
	f.optional("disnumber", strings.Join(filter.Numbers, ","))
	f.optional("areacode", filter.AreaCode)
	rows, err := lookUp[struct {
		Number   flexText `json:"disnumber"`
		AreaCode flexText `json:"areacode"`
	}](ctx, c, serviceCallerNumbers, f, "disnumber")

	numbers := make([]CallerNumber, len(rows))
	for i, row := range rows {
		numbers[i] = CallerNumber{Number: row.Number.visible().value, AreaCode: row.AreaCode.visible().filled()}
	}
	return numbers, err
}

// Queues looks up the queue of that name, or all queues if it is empty
// (App.Sip_Queue.GetQueueList). The platform may store a queue under a longer
// name than it was made with.
func (c *Client) Queues(ctx context.Context, name string) ([]Queue, error) {
	var f form
	f.optional("queuename", name)
	rows, err := lookUp[struct {
		Name            flexText `json:"queuename"`
		Remark          flexText `json:"remark"`
		Strategy        flexInt  `json:"strategy"`
		Announce        flexText `json:"announce"`
		AnnounceFreq    flexInt  `json:"announcefreq"`
		RingDelay       flexInt  `json:"ringdelay"`
		MaxWaitTime     flexInt  `json:"maxwaittime"`
		WithNoAgentTime flexInt  `json:"withnoagenttime"`
		RejoiningTime   flexInt  `json:"noagentrejoiningtime"`
		DiscardTime     flexInt  `json:"discardtime"`
	}](ctx, c, serviceQueues, f, "queuename")

	queues := make([]Queue, len(rows))
	for i, row := range rows {
		queues[i] = Queue{
			Name: row.Name.visible().value, Remark: row.Remark.visible().value,
			Strategy: row.Strategy.pointer(),
			Announce: row.Announce.visible().value,
			QueueTimes: QueueTimes{
				AnnounceFreq: row.AnnounceFreq.pointer(), RingDelay: row.RingDelay.pointer(), MaxWaitTime: row.MaxWaitTime.pointer(),
				WithNoAgentTime: row.WithNoAgentTime.pointer(), NoAgentRejoiningTime: row.RejoiningTime.pointer(), DiscardTime: row.DiscardTime.pointer(),
			},
		}
	}
	return queues, err
}

// lookUp asks a service whose result is a bare list. A server that refuses to list no rows is understood, unless the
// list is narrowed to one row by the parameter key (empty_list.go).
func lookUp[Row any](ctx context.Context, c *Client, svc service, params form, key string) ([]Row, error) {
	r, err := c.request(ctx, svc, params)
	switch {
	case c.saysNone(ctx, svc, params, key, err):
		return nil, nil
	case err != nil:
		return nil, err
	}
	list, err := decodeList(r.result)
	if err != nil {
		return nil, malformed(svc, err.Error())
	}
	rows, err := decodeRows[Row](list)
	if err != nil {
		return nil, malformed(svc, err.Error())
	}
	return rows, nil
}

// either returns true or false for the code that means so, and nil for others.
func either[T comparable](code, yes, no T) *bool {
	if code != yes && code != no {
		return nil
	}
	is := code == yes
	return &is
}
