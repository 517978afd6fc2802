package core

import (
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/simulation/player"
)

// TestGuards lists what the promises of internal/campaign hang on. The rules of the decision are taken out one by one in the
// model check of internal/campaign as well. That a task which two runs take for their own has to stand still (shared) takes
// more schedules; TestTwoRunsThatFindTheSameTaskCallNobodyTwice fails without it.
func TestGuards(t *testing.T) { player.Guards(t, guards) }

var guards = []player.Guard{
	{Profile: "again", File: "campaign/previous.go", Says: "previous tasks are asked for before a new one is made", Without: []string{
		"for _, e := range previous {\n\t\tif err := r.Refusal", "for _, e := range previous[:0] {\n\t\tif err := r.Refusal",
	}},
	{Profile: "again", File: "campaign/previous.go", Says: "the same call_again lets nobody be called again", Without: []string{
		"consent.Again && !e.SameID:", "consent.Again:",
	}},
	{Profile: "again", File: "campaign/skipped.go", Says: "the last calls of a skipped task are waited for", Without: []string{
		"case !Started(task), limit", "case true, !Started(task), limit",
	}},
	{Profile: "over", File: "campaign/previous.go", Says: "so are those of a task that has called nobody yet", Without: []string{
		"if err != nil || !known || n > 0 {", "if true {",
	}},
	{Profile: "back", File: "campaign/previous.go", Says: "nobody comes onto a list whom previous tasks have called", Without: []string{
		"range knows.Previous {", "range knows.Previous[:0] {",
	}},
	{Profile: "rivals", File: "campaign/recover.go", Says: "a task of another run stops the creation", Without: []string{
		"if f.id != own {", "if false {",
	}},
	{Profile: "rivals", File: "campaign/create.go", Says: "our own task has to be listed before there is no other one", Without: []string{
		"if err = r.awaitListed(ctx, made.ID); err == nil {", "if err == nil {",
	}},
	{Profile: "rivals", File: "campaign/recover.go", Says: "a task that is found again and holds other people is not taken over", Without: []string{
		"return s.exact+len(s.reformatted) == 0, nil", "return false, nil",
	}},
	{Profile: "slow", File: "campaign/decision.go", Says: "a request of unknown result may still have an effect", Without: []string{
		"return m.mayAct && !m.allArrived(s)", "return false && !m.allArrived(s)",
	}},
	{Profile: "slow", File: "campaign/update.go", Says: "one of an earlier run may still have an effect", Without: []string{
		"if u.Held == nil || s.seen.count != *u.Held {", "if u.Held == nil {\n\t\tu.Held = &s.seen.count\n\t}\n\tif false {",
	}},
	{Profile: "listings", File: "campaign/compare.go", Says: "a listing with fewer rows than the count decides nothing", Without: []string{
		"c.findings.short, c.silent, s.unechoed = true", "c.findings.short, c.silent, s.unechoed = false",
	}},
	{Profile: "listings", File: "campaign/skipped.go", Says: "nor does one of the people whom a skipped task has called", Without: []string{
		"case called.rows >= count, ", "case true, called.rows >= count, ",
	}},
	{Profile: "calls", File: "campaign/decision.go", Says: "a task rests while entries are replaced or removed", Without: []string{
		"case m.mustRest(*l) && ", "case false && ",
	}},
	{Profile: "calls", File: "campaign/seen.go", Says: "calls under way are waited for", Without: []string{
		"return s.calls == 0 || s.calls == unknown && s.calm >= patience", "return true",
	}},
	{Profile: "calls", File: "campaign/compare.go", Says: "who was called is never replaced", Without: []string{
		"case st.called && changed:", "case st.called && changed && false:",
		"case st.mustBeReplaced(changed):", "case changed || st.mustBeReplaced(changed):",
	}},
	{Profile: "lag", File: "campaign/seen.go", Says: "a row that shows a task not started may be behind", Without: []string{
		"return !s.told || s.quiet >= appears", "return true",
	}},
}
