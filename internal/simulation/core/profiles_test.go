package core

import (
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// profile is what schedules are about. The zero value is a bit of everything.
type profile struct {
	faults        []yccalltest.Fault
	changes       []change // what the user does, mostly
	quiet         float64  // how likely nothing goes wrong in a run; 0 is as usual
	interruptions float64  // how likely a run is interrupted; 0 is as usual
	rivals        float64  // how likely two runs create the campaign at once; 0 is as usual
	lag           bool     // listings always lag
	slow          bool     // numbers always take effect late
	lateTasks     bool     // tasks take effect long after the reply
	soon          bool     // runs follow each other at once
	atOnce        int      // how many calls go on at once; 0 is as usual
}

// change is something that a user does between two runs.
type change int

const (
	anyChange change = iota
	appendPeople
	changeFields
	respell
	changeSettings
	destroyAll
	takeOff
	putBack
	startOver
	goOnWithout
)

// or returns the profile's value, or the usual one where it has none.
func (profile) or(usual, value float64) float64 {
	if value == 0 {
		return usual
	}
	return value
}

// profiles are written for guards that matter rarely.
var profiles = map[string]profile{
	"": {},
	// Two runs create the campaign at once, and the platform takes tasks in late.
	"rivals": {rivals: 1, lateTasks: true, quiet: 0.8},
	// Requests are lost or broken off, and what they do comes late and in pieces.
	"slow": {
		slow: true, interruptions: 0.4, soon: true, atOnce: 5, changes: []change{appendPeople, changeFields},
		faults: []yccalltest.Fault{
			{Service: "TaskAdd", Kind: yccalltest.HTTP500AfterEffect, Timing: yccalltest.Timing{ReplyAfter: 5 * time.Second, EffectAfter: 40 * time.Second}},
			{Service: "TaskAdd", Kind: yccalltest.HTTP500AfterEffect, Timing: yccalltest.Timing{EffectAfter: 20 * time.Second, Over: 50 * time.Second}},
			{Service: "TaskAdd", Kind: yccalltest.Delay, Timing: yccalltest.Timing{ReplyAfter: 2 * time.Minute, EffectAfter: 70 * time.Second}},
		},
	},
	// People are in calls while their entries change.
	"calls": {soon: true, atOnce: 5, changes: []change{changeFields, changeFields, respell, appendPeople, takeOff, putBack}},
	// Listings are short or empty.
	"listings": {
		soon: true, atOnce: 2, changes: []change{appendPeople, changeFields, changeSettings},
		faults: []yccalltest.Fault{
			{Service: "TaskInfo", Kind: yccalltest.ShortList, Times: 2}, {Service: "TaskInfo", Kind: yccalltest.EmptyList},
			{Service: "TaskInfo", Nth: 2, Kind: yccalltest.ShortList}, {Service: "TaskList", Kind: yccalltest.EmptyList},
		},
	},
	// Settings change and campaigns are made anew all the time, while the last calls go on and show late.
	"again": {soon: true, lag: true, atOnce: 2, changes: []change{changeSettings, destroyAll, changeSettings, appendPeople, takeOff, putBack}},
	// Campaigns that were ended in the middle of their calls are made anew.
	"over": {soon: true, quiet: 0.6, atOnce: 2, changes: []change{startOver, appendPeople}},
	// Campaigns go on in a new task without those who were called, who come back on the list later.
	"back": {soon: true, quiet: 0.6, atOnce: 2, changes: []change{goOnWithout, putBack, appendPeople}},
	// What was just done shows late.
	"lag": {soon: true, lag: true, atOnce: 5, changes: []change{changeFields, changeFields, appendPeople, takeOff, putBack}},
}
