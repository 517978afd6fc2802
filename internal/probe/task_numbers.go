package probe

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// lookAtOwnNumbers looks at what the task holds, adds to it, and looks again.
func (p *prober) lookAtOwnNumbers(ctx context.Context) error {
	held, err := p.waitForNumbers(ctx, 1)
	if err != nil {
		return err
	}
	p.noteTotal(ctx, len(held))
	if len(held) == 0 {
		p.found.choose("phone-format", "missing")
		return nil
	}
	added, err := p.add(ctx)
	if err != nil || len(added) == 0 {
		return err
	}
	after, err := p.waitForNumbers(ctx, len(held)+len(added))
	if err != nil {
		return err
	}
	p.found.first("repetition",
		sign{len(after) == len(held)+len(added), "twice"},
		sign{len(after) == len(held)+len(added)-1, "once"},
		sign{true, "unclear"})
	p.noteFormat(after)
	return nil
}

// waitForNumbers lists the numbers of the task until there are enough, or no more have come for a while.
func (p *prober) waitForNumbers(ctx context.Context, enough int) (phones []string, err error) {
	for range looks {
		if phones, err = p.numbers(ctx); err != nil || len(phones) >= enough {
			return phones, err
		}
		if err := sleep(ctx, lookEvery); err != nil {
			return nil, err
		}
	}
	return phones, nil
}

// numbers lists the numbers of the task as the platform writes them.
func (p *prober) numbers(ctx context.Context) ([]string, error) {
	var phones []string
	for number, err := range p.client.TaskNumbers(ctx, yccall.NumberFilter{TaskID: p.own.id}) {
		switch {
		case errors.Is(err, yccall.ErrRefused), errors.Is(err, yccall.ErrUnstableListing):
			return phones, nil
		case err != nil:
			return nil, explain("TaskInfo", err)
		}
		phones = append(phones, number.Phone)
	}
	return phones, nil
}

// noteTotal compares what the row counts with what the task holds, one of two entries having been rejected.
func (p *prober) noteTotal(ctx context.Context, held int) {
	row, found, err := p.lookAt(ctx, p.own.id)
	if err != nil || !found || row.Total == nil {
		return
	}
	total := int(*row.Total)
	p.found.first("total", sign{total == held, "held"}, sign{total == held+1, "rejected"}, sign{true, "other"})
}

// add adds the own number once more, and once in a form that a platform may change.
func (p *prober) add(ctx context.Context) (added []string, err error) {
	added = []string{p.config.Task.Phone}
	if other := p.otherForm(); other != "" {
		added = append(added, other)
	}
	entries := make([]map[string]string, len(added))
	for i, phone := range added {
		entries[i] = map[string]string{"phone": phone}
	}
	telphone, err := json.Marshal(entries)
	if err != nil {
		return nil, err
	}
	r, err := p.send(ctx, "TaskAdd", params{"taskid": p.own.id, "telphone": string(telphone)})
	if errors.Is(err, yccall.ErrMayHaveRun) || err == nil && !r.ok() {
		return nil, nil // the task is ended in any case
	}
	return added, err
}

// otherForm is the own number with a leading zero, as it is dialled from other places; empty where it has a sign or a
// zero itself, which shows the same.
func (p *prober) otherForm() string {
	if strings.HasPrefix(p.config.Task.Phone, "+") || strings.HasPrefix(p.config.Task.Phone, "0") {
		return ""
	}
	return "0" + p.config.Task.Phone
}

// shortPrefix is what a country code looks like, with or without sign.
var shortPrefix = regexp.MustCompile(`^\+?\d{1,4}$`)

// noteFormat tells how the numbers are read back.
func (p *prober) noteFormat(phones []string) {
	own, other := p.config.Task.Phone, p.otherForm()
	bare := strings.TrimLeft(own, "+0")
	asSent := !slices.ContainsFunc(phones, func(phone string) bool { return phone != own && (other == "" || phone != other) })
	isBare := !slices.ContainsFunc(phones, func(phone string) bool { return phone != bare })
	prefix, prefixed := prefixOf(phones, own, other)
	switch {
	case asSent && (other == "" || slices.Contains(phones, other)):
		p.found.choose("phone-format", "sent")
	case isBare && len(phones) > 1:
		p.found.choose("phone-format", "bare")
	case prefixed && shortPrefix.MatchString(prefix):
		p.found.measured("phone-format", "prefixed", prefix)
	case !asSent:
		p.found.choose("phone-format", "other")
	}
}

// prefixOf returns what stands in front of all numbers that are not as they were sent. There has to be one.
func prefixOf(phones []string, own, other string) (prefix string, all bool) {
	for _, phone := range phones {
		if phone == own || phone == other {
			continue
		}
		before, ends := strings.CutSuffix(phone, other)
		if other == "" || !ends {
			before, ends = strings.CutSuffix(phone, own)
		}
		if !ends || before == "" || prefix != "" && before != prefix {
			return "", false
		}
		prefix = before
	}
	return prefix, prefix != ""
}
