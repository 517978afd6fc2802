package probe

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

const (
	// ownName and ownID are those of every task that this program makes, so that a later run finds what a killed one
	// left. The id shows what becomes of blanks, capital letters and more than 32 characters.
	ownName = "Yccall-Probe-never-started"
	coreID  = "Yccall-Probe-never-started-please-end-it"
	ownID   = " " + coreID
	// keptLength is the length of custom ids that the provider relies on.
	keptLength = 32

	// oneDigit is sent beside the own number, to see how a platform rejects numbers.
	oneDigit = "1"
)

const (
	lookEvery  = 3 * time.Second
	looks      = 30                  // until something that was done counts as not seen: the provider's patience
	scheduleIn = 30 * 24 * time.Hour // the task is never started; its time only has to be in the future
)

// created is the task of this run.
type created struct {
	id         string
	customID   string // as it was sent
	scheduled  string
	reply      reply // to TaskCreat; the zero reply where it was lost
	unanswered bool
	row        yccall.Task // as it was listed
}

// begin creates the task. It goes on with a request that was sent although ctx ends, so that its task is known.
func (p *prober) begin(ctx context.Context) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	p.config.Say("Creating a task that is never started.")
	ctx, cancel := finishing(ctx)
	defer cancel()
	for _, id := range []string{ownID, ownID[:keptLength]} {
		again, err := p.create(ctx, id)
		if err != nil || !again {
			return err
		}
	}
	return nil
}

// create sends TaskCreat. again is true where it was refused, and a shorter id may not be.
func (p *prober) create(ctx context.Context, customID string) (again bool, err error) {
	entries, err := json.Marshal([]map[string]string{{"phone": p.config.Task.Phone}, {"phone": oneDigit}})
	if err != nil {
		return false, err
	}
	own := &created{customID: customID, scheduled: time.Now().Add(scheduleIn).Format(wallClock)}
	own.reply, err = p.send(ctx, "TaskCreat", params{
		"assigntype": p.config.Task.AgentType, "assignagent": p.config.Task.Agent, "taskscale": "1:1", "status": "0",
		"taskname": ownName, "customtaskid": customID, "scheduledtime": own.scheduled, "telphone": string(entries),
	})
	p.own = own
	if err != nil && !errors.Is(err, yccall.ErrMayHaveRun) {
		return false, err
	}
	own.unanswered = err != nil || own.reply.ret == 0
	if id := text(own.reply.result()["taskid"]); err == nil && own.reply.ok() && yccall.TaskIDPattern.MatchString(id) {
		own.id = id
		p.mine[id] = true
		p.found.choose("creation", "done")
		return false, nil
	}
	if own.id, err = p.findLost(ctx, own.unanswered); err != nil {
		return false, err
	}
	switch {
	case own.id != "":
		p.found.choose("creation", "done")
	case own.unanswered:
		p.found.choose("creation", "lost")
	default:
		p.found.measured("creation", "refused", own.reply.String())
		return true, nil
	}
	return false, nil
}

// findLost looks for a task whose creation was not answered, or was refused: it may have come about all the same, now or
// a little later.
func (p *prober) findLost(ctx context.Context, unanswered bool) (id string, err error) {
	patience := 2
	if unanswered {
		patience = looks
	}
	for look := range patience {
		if look > 0 {
			if err := sleep(ctx, lookEvery); err != nil {
				return "", err
			}
		}
		left, err := p.leftovers(ctx)
		switch {
		case err != nil:
			return "", err
		case len(left) > 0:
			return left[0], nil
		}
	}
	return "", nil
}

// finish ends the task of this run, and whatever else a run of this program left. It does so although ctx has ended.
func (p *prober) finish(ctx context.Context) error {
	ctx, cancel := finishing(ctx)
	defer cancel()
	p.config.Say("Ending the task.")
	var err error
	if p.own != nil && p.own.id != "" {
		err = p.end(ctx, p.own.id)
	}
	if err := errors.Join(err, p.endLeftovers(ctx)); err != nil {
		return fmt.Errorf("the task %q may not have ended; run the probe again with -task, or end it in the console. It has never been started: %w", ownName, err)
	}
	return nil
}

// end ends a task of this program and sees that it has ended. Ending it twice does no harm.
func (p *prober) end(ctx context.Context, id string) error {
	var err error
	for look := range looks {
		if look%5 == 0 {
			err = p.sendEnd(ctx, id)
		}
		t, found, lookErr := p.lookAt(ctx, id)
		switch {
		case lookErr != nil:
			return explain("TaskList", lookErr)
		case found && t.Status == yccall.StatusEnded, !found && err == nil && look > 0:
			p.noteEnd(id, "ended")
			return nil
		}
		if err := sleep(ctx, lookEvery); err != nil {
			return err
		}
	}
	p.noteEnd(id, "unseen")
	return errors.Join(errors.New("it did not show as ended"), err)
}

func (p *prober) sendEnd(ctx context.Context, id string) error {
	r, err := p.send(ctx, "TaskSet", params{"taskid": id, "taskstatus": "3"})
	if err == nil && !r.ok() {
		err = errors.New("TaskSet: " + r.String())
	}
	return err
}

// noteEnd notes what became of the task of this run.
func (p *prober) noteEnd(id, key string) {
	if p.own != nil && p.own.id == id {
		p.found.choose("end", key)
	}
}

// lookAt looks at a task. One that is not listed, and one whose listing is refused, is not there.
func (p *prober) lookAt(ctx context.Context, id string) (t yccall.Task, found bool, err error) {
	t, found, err = p.client.Task(ctx, id)
	if errors.Is(err, yccall.ErrRefused) {
		return t, false, nil
	}
	return t, found, err
}

// isOurs reports whether a row is a task of this program, by its custom id or, where rows show none, by its name.
func isOurs(t yccall.Task) bool {
	if t.CustomTaskID == nil || *t.CustomTaskID == "" {
		return t.Name == ownName
	}
	const recognisable = len("Yccall-Probe-")
	shown := strings.ToLower(strings.TrimSpace(*t.CustomTaskID))
	return len(shown) >= recognisable && strings.HasPrefix(strings.ToLower(coreID), shown)
}
