package probe

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// lookAtOwnTask looks at the task of this run, and adds to it once.
func (p *prober) lookAtOwnTask(ctx context.Context) error {
	defer p.notTold()
	if p.own.id == "" {
		return nil
	}
	p.config.Say("Looking at the task.")
	listed, err := p.waitForTask(ctx)
	if err != nil || !listed {
		return err
	}
	p.noteOwnRow()
	p.noteInvalid()
	return p.each(ctx, p.lookAtCustomID, p.lookAtOwnNumbers)
}

// notTold notes what the task did not tell.
func (p *prober) notTold() {
	for i := range taskAssumptions {
		if name := taskAssumptions[i].name; !p.found.has(name) {
			p.found.choose(name, "unclear")
		}
	}
}

// waitForTask waits until the task is listed.
func (p *prober) waitForTask(ctx context.Context) (listed bool, err error) {
	for look := range looks {
		t, found, err := p.lookAt(ctx, p.own.id)
		if err != nil {
			return false, explain("TaskList", err)
		}
		if found {
			p.own.row = t
			p.found.first("new-task", sign{look == 0, "at-once"}, sign{true, "late"})
			return true, nil
		}
		if err := sleep(ctx, lookEvery); err != nil {
			return false, err
		}
	}
	p.found.choose("new-task", "never")
	return false, nil
}

// noteOwnRow tells what became of the schedule, and of the platform's clock.
func (p *prober) noteOwnRow() {
	row := p.own.row
	shown := row.ScheduledTime
	p.found.first("schedule",
		sign{shown == nil, "absent"},
		sign{shown != nil && *shown == "", "lost"},
		sign{shown != nil && *shown == p.own.scheduled, "shown"},
		sign{true, "changed"})
	created, err := time.Parse(wallClock, row.CreatedAt)
	answered := p.own.reply.answered()
	if err != nil || answered.IsZero() {
		return
	}
	ahead := created.Sub(answered.UTC())
	offset := ahead.Round(15 * time.Minute)
	if (ahead-offset).Abs() > 2*time.Minute || offset < -12*time.Hour || offset > 14*time.Hour {
		p.found.choose("time-zone", "odd")
		return
	}
	p.found.measured("time-zone", "known", strconv.Itoa(int(offset/time.Minute)))
}

// lookAtCustomID tells what became of the custom id: by what the row shows, or else by what finds it.
func (p *prober) lookAtCustomID(ctx context.Context) error {
	finds := map[string]bool{}
	sent := p.own.customID
	whole, bare, small := sent, strings.TrimSpace(sent), strings.ToLower(sent)
	cut := first(sent, keptLength)
	for _, asked := range []string{whole, bare, small, cut, first(bare, keptLength), impossibleText} {
		found, err := p.finds(ctx, asked)
		if err != nil {
			return err
		}
		finds[asked] = found
	}
	shown := p.own.row.CustomTaskID
	isShown := shown != nil && *shown != ""
	p.found.first("customtaskid-shown", sign{shown == nil, "absent"}, sign{!isShown, "null"}, sign{true, "shown"})
	p.found.first("customtaskid-found",
		sign{finds[impossibleText] && isShown, "ignored"},
		sign{finds[impossibleText], "not-found"},
		sign{finds[whole] || finds[bare] || finds[cut] || finds[first(bare, keptLength)], "found"},
		sign{true, "not-found"})
	switch {
	case isShown:
		p.noteCustomID(*shown)
	case finds[impossibleText]: // nothing tells
	case finds[whole]:
		p.found.first("customtaskid-blanks", sign{finds[bare], "trimmed"}, sign{true, "kept"})
		p.found.first("customtaskid-case", sign{finds[small], "folded"}, sign{true, "kept"})
		p.noteLength(len(sent))
	case finds[cut]:
		p.noteLength(keptLength)
	}
	return nil
}

// noteCustomID compares the custom id that a row shows with the one that was sent.
func (p *prober) noteCustomID(shown string) {
	sent := p.own.customID
	trimmed := !strings.HasPrefix(shown, " ")
	if trimmed {
		sent = strings.TrimSpace(sent)
	}
	if !strings.HasPrefix(strings.ToLower(sent), strings.ToLower(shown)) {
		return
	}
	p.found.first("customtaskid-blanks", sign{trimmed, "trimmed"}, sign{true, "kept"})
	p.found.first("customtaskid-case", sign{!strings.HasPrefix(sent, shown), "folded"}, sign{true, "kept"})
	switch length := len(shown); {
	case shown == sent || strings.EqualFold(shown, sent):
		p.noteLength(len(p.own.customID))
	case trimmed && length == keptLength-1: // cut, and then trimmed
		p.noteLength(keptLength)
	default:
		p.noteLength(length)
	}
}

// noteLength notes how many characters of the custom id were kept.
func (p *prober) noteLength(kept int) {
	sent := len(p.own.customID)
	switch {
	case sent == keptLength && kept == sent:
		p.found.choose("customtaskid-length", "refused-32")
	case kept == sent:
		p.found.measured("customtaskid-length", "longer", strconv.Itoa(len(coreID)))
	case kept >= keptLength:
		p.found.choose("customtaskid-length", "cut-32")
	default:
		p.found.measured("customtaskid-length", "cut", strconv.Itoa(kept))
	}
}

// finds reports whether a custom id finds the task. A list that is refused has no rows.
func (p *prober) finds(ctx context.Context, customID string) (bool, error) {
	r, err := p.page(ctx, "TaskList", params{"customtaskid": customID, "createtime": longAgo})
	if err != nil {
		return false, err
	}
	for _, t := range readTasks(r) {
		if t.ID == p.own.id {
			return true, nil
		}
	}
	return false, nil
}

// first returns the first n characters of an ASCII text.
func first(text string, n int) string { return text[:min(n, len(text))] }

// noteInvalid tells the form of invaliddata, in the reply to TaskCreat. The second of its two entries is no number that
// a platform is likely to take.
func (p *prober) noteInvalid() {
	result := p.own.reply.result()
	if result == nil {
		return
	}
	raw := result["invaliddata"]
	members := fields(raw)
	if entry, only := members["1"]; only && len(members) == 1 && kindOf(raw) == objectKind && kindOf(entry) == objectKind {
		p.found.choose("invaliddata", "indexed")
		return
	}
	entries, err := yccall.DecodeList(raw)
	if kindOf(raw) == absentKind || kindOf(raw) == nullKind {
		p.found.choose("invaliddata", "absent")
		return
	}
	if err == nil && len(entries) == 0 {
		p.found.choose("invaliddata", "empty")
		return
	}
	p.found.first("invaliddata",
		sign{err != nil || len(entries) != 1, "other"},
		sign{len(entries) == 1 && kindOf(entries[0]) == textKind, "texts"},
		sign{len(entries) == 1 && kindOf(entries[0]) == numberKind, "numbers"},
		sign{len(entries) == 1 && text(fields(entries[0])["phone"]) == oneDigit, "entries"},
		sign{true, "other"})
}
