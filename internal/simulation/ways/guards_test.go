package ways

import (
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/simulation/player"
)

// TestGuards lists what the promise hangs on that nobody is called again unless the configuration says so.
func TestGuards(t *testing.T) { player.Guards(t, guards) }

var guards = []player.Guard{
	// Previous tasks of a campaign.
	{Profile: "nameless", File: "campaign/previous.go", Says: "tasks of the same custom task id are previous ones", Without: []string{
		"range before.proven {", "range before.proven[:0] {",
	}},
	{Profile: "anew", File: "campaign/previous.go", Says: "so are tasks of the same name", Without: []string{
		`if name == "" {`, "if true {",
	}},
	{Profile: "addresses", File: "campaign/previous.go", Says: "a task that runs forbids another one", Without: []string{
		"case !isEnded:", "case false:",
	}},
	{Profile: "anew", File: "campaign/previous.go", Says: "a task that has ended has called people all the same", Without: []string{
		"case slices.Contains(consent.Skipped, e.Task.ID), consent.Again && !e.SameID:", "case true, slices.Contains(consent.Skipped, e.Task.ID):",
	}},
	{Profile: "anew", File: "provider/outbound_task_plan.go", Says: "previous tasks are asked for before Terraform ends the old one", Without: []string{
		"r.checkPrevious(ctx, *plan, private, false, list, diags)", "",
	}},
	{Profile: "addresses", File: "campaign/previous.go", Says: "and once more before a creation, by a saved plan too", Without: []string{
		"for _, e := range previous {\n\t\tif err := r.Refusal", "for _, e := range previous[:0] {\n\t\tif err := r.Refusal",
	}},
	{Profile: "anew", File: "provider/outbound_task_origin.go", Says: "a call_again that the task was made with says nothing", Without: []string{
		"m.CallAgain.ValueString() != p.CallAgain && ", "",
	}},
	{Profile: "lost memory", File: "provider/outbound_task_origin.go", Says: "nor one that only the state tells of", Without: []string{
		"o.TaskID, o.CallAgain, o.Skipped = state.ID.ValueString(), state.CallAgain.ValueString(), state.skipIDs()", "o.TaskID = state.ID.ValueString()",
	}},
	{Profile: "anew", File: "provider/outbound_task_origin.go", Says: "nor does the first one after an import", Without: []string{
		"p.CallAgain && !p.Imported", "p.CallAgain",
	}},
	{Profile: "days", File: "campaign/previous.go", Says: "previous tasks are asked whom they have called when a list grows", Without: []string{
		"range knows.Previous {", "range knows.Previous[:0] {",
	}},
	{Profile: "upgrade", File: "provider/outbound_task_consent.go", Says: "they are looked for where nothing is remembered of them", Without: []string{
		"if p.KnowsPrevious {", "if true {",
	}},
	{Profile: "late", File: "campaign/previous.go", Says: "nothing is made where previous tasks cannot be looked for", Without: []string{
		"previous, before, err := r.findPrevious(ctx, spec.Campaign)\n\tif err != nil {", "previous, before, err := r.findPrevious(ctx, spec.Campaign)\n\tif false {",
	}},
	{Profile: "anew", File: "campaign/previous.go", Says: "a row with a start time or a called number was started", Without: []string{
		`case task.StartedAt != "" || task.Called != nil && *task.Called > 0:`, "case false:",
	}},
	{Profile: "behind", File: "provider/run_state.go", Says: "what was told to run, or seen to, was started whatever its row says", Without: []string{
		"return s.remembered.Started || told || !quiet", "return told && false || !quiet",
	}},
	{Profile: "nameless", File: "provider/outbound_task_seen.go", Says: "the settings of a tainted task may have changed in state alone", Without: []string{
		"if t.ended && t.sameCampaign(plan) {", "if false {",
		"if t.replacedBy(plan) && r.hidden(ctx, id, t) {", "if false {",
		`if t.listDigest == "" || t.replacedBy(plan) {`, "if false {",
	}},
	{Profile: "nameless", File: "provider/outbound_task_seen.go", Says: "a tainted task that runs is known whatever has changed with it", Without: []string{
		"if !t.started || t.ended ||", "if true || !t.started || t.ended ||",
	}},
	{Profile: "behind", File: "provider/outbound_task_seen.go", Says: "and has been started, also where its row is behind", Without: []string{
		"return id == old.TaskID && (", "return false && (", "return t.started\n", "return false\n",
	}},
	{Profile: "forced", File: "provider/outbound_task_consent.go", Says: "a task that Terraform forces to be made anew is looked at", Without: []string{
		"case err == nil:\n\t\terr = r.refusal(ctx, campaign.Previous{Task: o.Task, SameID: true}, p, campaign.Consent{}, list)", "",
	}},
	{Profile: "twice", File: "campaign/create.go", Says: "two creations of one campaign come one after the other", Without: []string{
		"r.creating.lock(ctx, spec.Task.CustomTaskID)", `(&keyedLock{}).lock(ctx, "")`,
	}},

	// What the configuration says.
	{Profile: "settings", File: "provider/outbound_task_new_task.go", Says: "a setting needs consent once the task was started", Without: []string{
		"case c.started && !consent:", "case false:",
	}},
	{Profile: "settings", File: "provider/outbound_task_new_task.go", Says: "an own custom task id names one campaign for ever", Without: []string{
		"case c.started && c.keepsID:", "case false:",
	}},
	{Profile: "tidied", File: "provider/outbound_task_new_task.go", Says: "a new task leaves out whom the old one left out", Without: []string{
		"case len(c.forgets) > 0 && !c.again:", "case false:",
	}},
	{Profile: "settings", File: "provider/outbound_task_origin.go", Says: "who was left out stays so when skip_called_by is tidied away", Without: []string{
		"ids = append(ids, p.Skipped...)", "",
	}},
	{Profile: "nameless", File: "campaign/skipped.go", Says: "tasks to be skipped have ended, also with create_before_destroy", Without: []string{
		"case task.Status != yccall.StatusEnded:", "case false:",
	}},

	{Profile: "days", File: "provider/outbound_task_plan.go", Says: "a task that has ended calls nobody who comes onto its list", Without: []string{
		"if observed == statusEnded && (", "if false && (",
	}},

	// Pairs within one plan.
	{Profile: "nameless", File: "provider/planned_pairs.go", Says: "a task that goes away and one that gets its list are a pair", Without: []string{
		"return t.id != other.id && (", "return false && (",
	}},
	{Profile: "nameless", File: "provider/planned_pairs.go", Says: "a list that shifts from one task to the next is a pair", Without: []string{
		"p.givenUp = append(p.givenUp, t)\n\treturn slices.ContainsFunc(p.wanted, t.calledBy)", "return false",
	}},
	{Profile: "twice", File: "provider/planned_pairs.go", Says: "no address ends a task that another one keeps", Without: []string{
		"return twice, slices.ContainsFunc(p.destroyed, func(t plannedTask) bool { return t.id == id })", "return twice, false",
		"t.calledBy), slices.Contains(p.kept, t.id)", "t.calledBy), false",
	}},

	// What is not known.
	{Profile: "late", File: "provider/outbound_task_replacing.go", Says: "what is not known is not different", Without: []string{
		"return fullyKnown(ctx, planned) && ", "return ",
	}},
	{Profile: "late", File: "provider/outbound_task_plan.go", Says: "nothing is made anew that was not looked at", Without: []string{
		"v != storeOnly && !r.wasRead(id)", "v != storeOnly && false",
	}},

	// Absence is no clearance.
	{Profile: "late", File: "provider/outbound_task_place.go", Says: "a task remembers its endpoint", Without: []string{
		`return p.Endpoint != "" && (`, "return false && (",
	}},
	{Profile: "absent", File: "provider/outbound_task_plan.go", Says: "a tainted task that is elsewhere is not made anew", Without: []string{
		"r.pairs.foundAbsent(elsewhere, wanted); found {", "r.pairs.foundAbsent(elsewhere, wanted); found && false {",
	}},
	{Profile: "absent", File: "provider/outbound_task_plan.go", Says: "a tainted task that is not listed is not made anew", Without: []string{
		"r.pairs.foundAbsent(unlisted, wanted); found {", "r.pairs.foundAbsent(unlisted, wanted); found && false {",
	}},
	{Profile: "absent", File: "provider/outbound_task_plan.go", Says: "nor one that has ended and is gone", Without: []string{
		"r.pairs.foundAbsent(past, wanted); found {", "r.pairs.foundAbsent(past, wanted); found && false {",
	}},
	{Profile: "absent", File: "provider/outbound_task_new_task.go", Says: "a task that is not listed is not replaced", Without: []string{
		"case c.unlisted:", "case false:",
	}},
	{Profile: "absent", File: "provider/outbound_task_consent.go", Says: "also not because Terraform forces it", Without: []string{
		"case err == nil && !o.Found:", "case err == nil && !o.Found:\n\t\treturn true",
	}},
	{Profile: "absent", File: "provider/outbound_task_resource.go", Says: "a task that is not listed has not ended", Without: []string{
		"case !found && !r.mayForget(state, private):", "case false:",
	}},

	{Profile: "lost memory", File: "provider/outbound_task_place.go", Says: "nor may it be forgotten at another place", Without: []string{
		"return p.Place.is(d.here()) ||", "return true ||",
	}},

	// Appends.
	{Profile: "late", File: "campaign/update.go", Says: "the count is looked at before an append", Without: []string{
		"if u.Held == nil || s.seen.count != *u.Held {", "if u.Held == nil {",
		"s.memory.clean = false, false, *u.Held, true", "s.memory.clean = false, false, s.seen.count, true",
	}},
	{Profile: "twice", File: "campaign/update.go", Says: "the numbers are compared before an append", Without: []string{
		"if u.AppendedTo > 0 && *u.Held > fewNumbers {", "if u.AppendedTo > 0 {",
	}},
}
