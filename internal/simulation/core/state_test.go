package core

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/sketch"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// state is what Terraform and the provider keep of the campaign between two runs.
type state struct {
	id       string // empty while there is no task
	tainted  bool   // the creation failed, so the next apply makes the task anew
	imported bool
	made     campaignFile // what the task was made from
	done     campaignFile // what was applied last
	numbers  writtenNumbers
	knows    campaign.Knowledge
}

// writtenNumbers is what is remembered of the last work on the task's numbers.
type writtenNumbers struct {
	digest      string // of the list; empty when the task does not hold it, or may not
	held        *int64
	listed      int
	order       string
	sketch      sketch.Sketch
	halfWritten string
	rejected    []string
}

// What a plan refuses.
var (
	errNotListed = errors.New("the task is not listed")
	errEnded     = errors.New("the task has ended, and may not hold everybody on the list")
	errConsent   = errors.New("this needs a new task, and people were called by the old one")
)

// apply does what the provider does for "terraform apply". The state is kept however it ends.
func (s *state) apply(ctx context.Context, runner *campaign.Runner, c campaignFile) error {
	if s.id == "" {
		return s.create(ctx, runner, c, "")
	}
	o, err := runner.Observe(ctx, s.id, s.knows)
	switch {
	case err != nil:
		return err
	case !o.Found:
		return errNotListed
	case o.Held >= 0 && s.numbers.held != nil && o.Held != *s.numbers.held:
		s.numbers.digest = "" // somebody has changed the numbers
	}
	if s.tainted || s.made.variant != c.variant || s.made.again != c.again || slices.Contains(c.skip, s.id) {
		return s.replace(ctx, runner, c, o.Task)
	}
	list, err := s.checked(ctx, runner, c)
	switch {
	case err != nil:
		return err
	case !o.Ended():
		return s.update(ctx, runner, c, list, o.Task.Status)
	case s.numbers.digest != list.SHA256:
		return errEnded
	}
	s.done = c
	return nil
}

// checked reads the list.
func (s *state) checked(ctx context.Context, runner *campaign.Runner, c campaignFile) (*numberlist.List, error) {
	list, err := c.list(s.numbers.listed)
	if err == nil && len(c.skip) > 0 {
		called, err := runner.PeopleCalledBy(ctx, c.skip)
		if err != nil {
			return nil, err
		}
		list = list.Without(called)
	}
	return list, err
}

// replace ends the task and makes a new one, if nobody was called or the configuration says who is called again.
func (s *state) replace(ctx context.Context, runner *campaign.Runner, c campaignFile, old yccall.Task) error {
	said := s.made.again != c.again || slices.Contains(c.skip, s.id)
	if (campaign.Started(old) || !s.tainted && s.done.running) && !said {
		return errConsent
	}
	if _, err := s.refusal(ctx, runner, c, s.id); err != nil {
		return err
	}
	if _, err := runner.End(ctx, s.id); err != nil {
		return err
	}
	replaced := s.id
	*s = state{done: s.done}
	return s.create(ctx, runner, c, replaced)
}

// refusal asks what the plan asks: whether an earlier task of the campaign forbids a new one.
func (s *state) refusal(ctx context.Context, runner *campaign.Runner, c campaignFile, replaces string) (*numberlist.List, error) {
	list, err := c.list(0)
	if err != nil {
		return nil, err
	}
	earlier, err := runner.FindPrevious(ctx, campaign.Campaign{CustomTaskID: c.customID(), Name: campaignName, Except: replaces})
	if err != nil {
		return nil, err
	}
	for _, e := range earlier {
		var unstarted *campaign.UnstartedError
		if err := runner.Refusal(ctx, e, c.consent(), list); err != nil && !errors.As(err, &unstarted) {
			return nil, err
		}
	}
	return list, nil
}

func (s *state) create(ctx context.Context, runner *campaign.Runner, c campaignFile, replaces string) error {
	if _, err := s.refusal(ctx, runner, c, replaces); err != nil {
		return err
	}
	list, err := s.checked(ctx, runner, c)
	switch {
	case err != nil:
		return err
	case list.Count == 0:
		return errNobody
	}
	result, err := runner.Create(ctx, campaign.Spec{
		Task: c.task(), List: list, Start: c.running, Campaign: campaign.Campaign{Name: campaignName}, Consent: c.consent(),
	}, func(made campaign.NewTask) { s.id, s.made, s.tainted = made.TaskID, c, true })
	if s.id == "" {
		return err
	}
	s.record(result, list)
	if err == nil {
		s.tainted, s.done = false, c
	}
	return err
}

var errNobody = errors.New("nobody is left to call")

// update changes the numbers and the run state in place.
func (s *state) update(ctx context.Context, runner *campaign.Runner, c campaignFile, list *numberlist.List, status yccall.TaskStatus) error {
	if !c.running && s.done.running && status != yccall.StatusPaused {
		if err := runner.SetStatus(ctx, s.id, yccall.CommandPause); err != nil {
			return err
		}
	}
	n := &s.numbers
	if n.digest != list.SHA256 {
		before, err := runner.CalledBefore(ctx, s.knows, list)
		switch {
		case err != nil:
			return err
		case len(before) > 0:
			return before[0]
		}
		u := campaign.Update{
			TaskID: s.id, List: list, Rejected: n.rejected, Knowledge: s.knows, Sketch: n.sketch,
			ToldToRun: s.done.running, ReplaceAll: n.halfWritten != "" && n.halfWritten != list.SHA256,
		}
		if n.digest != "" {
			u.Held = n.held
			if n.held != nil && list.PrefixSHA256 == n.order && *n.held == int64(n.listed-len(n.rejected)) {
				u.AppendedTo = n.listed
			}
		}
		result, err := runner.Update(ctx, u)
		if result.Untouched {
			return err
		}
		s.record(result, list)
		if err != nil {
			return err
		}
		if result.Seen {
			status = result.Task.Status
		}
	}
	// A pause of our own that could not be undone, and one by an operator, are undone: running keeps the task running.
	if c.running && (status == yccall.StatusPaused || status == yccall.StatusNotStarted) {
		if err := runner.SetStatus(ctx, s.id, yccall.CommandRun); err != nil {
			return err
		}
	}
	s.imported, s.done = false, c
	s.made.running, s.made.people, s.made.skip = c.running, c.people, c.skip
	return nil
}

// record takes over how the task stands after work on its numbers.
func (s *state) record(result campaign.Result, list *numberlist.List) {
	n := &s.numbers
	n.rejected, s.knows = result.Rejected, result.Knowledge
	if !result.InSync {
		n.digest, n.held = "", nil
		switch {
		case !result.UnechoedDoubt:
		case n.halfWritten == "" || n.halfWritten == list.SHA256:
			n.halfWritten = list.SHA256
		default:
			n.halfWritten = "several"
		}
		return
	}
	*n = writtenNumbers{
		digest: list.SHA256, held: &result.Held, listed: list.Count, order: list.OrderSHA256, sketch: result.Sketch, rejected: result.Rejected,
	}
}

// clone copies the state, as a kill leaves it.
func (s state) clone() state {
	s.numbers.rejected = slices.Clone(s.numbers.rejected)
	s.made, s.done = s.made.clone(), s.done.clone()
	return s
}

const campaignName = "renewals"

// customID is derived as the provider derives it for a campaign with a name.
func (c campaignFile) customID() string {
	sum := sha256.Sum256([]byte(fmt.Sprintf("%d %q", c.again, c.skip)))
	return "tf-" + hex.EncodeToString(sum[:14])
}

func (c campaignFile) consent() campaign.Consent {
	return campaign.Consent{Again: c.again > 0, Skipped: c.skip}
}
