package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/sandbox"
)

// play is the demo itself. Each part shows something and then checks that it is so.
func (s *stage) play(ctx context.Context) error {
	d := &demo{stage: s, list: filepath.Join(s.dir, "renewals.csv")}
	for _, part := range []func(context.Context) error{d.plan, d.apply, d.loseReply, d.changeList, d.changeSetting, d.destroy} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

// demo is what one part of the demo leaves for the next.
type demo struct {
	*stage
	list               string
	listed, unroutable int
	created            outputs
}

// plan shows that a plan sends nothing.
func (d *demo) plan(ctx context.Context) (err error) {
	if d.listed, d.unroutable, err = countNumbers(d.list); err != nil {
		return err
	}
	heading("Plan: the list is checked, and nothing is sent")
	r, err := d.step(ctx, command{args: []string{"plan", "-detailed-exitcode", "-out=campaign.tfplan"}, show: `will be created|^ {6}\+ number_count|^Plan:`})
	if err != nil {
		return err
	}
	return expect(r.changes && len(r.sent) == 0, "a plan changes nothing on the platform")
}

// apply shows that the task is started last.
func (d *demo) apply(ctx context.Context) error {
	heading("Apply: the task is created, filled, and started last")
	r, err := d.step(ctx, command{args: []string{"apply", "campaign.tfplan"}, show: `Creation complete|^The platform rejected`})
	if err != nil {
		return err
	}
	if d.created, err = d.outputs(ctx); err != nil {
		return err
	}
	c := d.created
	return errors.Join(
		expect(methods(r.sent) == "TaskCreat TaskSet" && has(r.sent, 0, "status", "0") && has(r.sent, 1, "taskstatus", "1"), "one task, created not started, and started by the last request"),
		expect(c.Status.Value == "running" && c.InvalidCount.Value == d.unroutable && c.NumberCount.Value == d.listed, "it runs; what the platform rejected is counted"),
	)
}

// loseReply shows that numbers whose reply is lost are sent once.
func (d *demo) loseReply(ctx context.Context) error {
	heading("Three more people, and the platform's reply is lost")
	if err := errors.Join(d.fake.Plant(ctx, "TaskAdd:1:cut-after-effect"), appendRow(d.list, "+447700900997,C-30001,\n+447700900998,C-30002,\n+447700900999,C-30003,")); err != nil {
		return err
	}
	r, err := d.step(ctx, command{args: []string{"apply", "-auto-approve"}, show: `Modifications complete`})
	if err != nil {
		return err
	}
	return expect(methods(r.sent) == "TaskAdd", "TaskAdd was sent once: the provider looked, instead of sending it again")
}

// changeList shows that the plan tells what a changed list does, while people are called.
func (d *demo) changeList(ctx context.Context) error {
	heading("100 people have been called; now another list")
	if err := d.fake.Dial(ctx, d.created.TaskID.Value, 100); err != nil {
		return err
	}
	text, err := os.ReadFile(d.list)
	if err != nil {
		return err
	}
	rows := bytes.SplitAfter(text, []byte("\n"))
	rows = append(rows[:1], rows[2:len(rows)-2]...) // without the first person, who was called, and without the last
	if err := errors.Join(write(d.list, bytes.Join(rows, nil)), appendRow(d.list, "+447700900996,C-30004,")); err != nil {
		return err
	}
	r, err := d.step(ctx, command{args: []string{"apply", "-auto-approve"}, show: `Modifications complete`, title: "The list changes"})
	if err != nil {
		return err
	}
	return expect(strings.Contains(methods(r.sent), "taskDelPhone") && strings.Contains(methods(r.sent), "TaskAdd"), "only the difference was sent, to the task that runs")
}

// changeSetting shows that what needs a new task is refused until the configuration says who is called by it.
func (d *demo) changeSetting(ctx context.Context) error {
	heading("A setting that the platform cannot change: twice as many calls for each agent")
	if err := d.configure(`task_scale     = "1:2"`, `task_scale     = "1:4"`); err != nil {
		return err
	}
	r, err := d.step(ctx, command{args: []string{"plan"}, title: "This change needs a new task, which would call people again", refused: true})
	if err != nil {
		return err
	}
	heading("The first of the two lines is pasted into the configuration")
	line := regexp.MustCompile(`skip_called_by = \[[^\]]*\]`).FindString(r.told)
	if err := errors.Join(expect(line != "" && len(r.sent) == 0, "nothing was sent so far"), d.configure("  numbers_file", "  "+line+"\n  numbers_file")); err != nil {
		return err
	}
	if r, err = d.step(ctx, command{args: []string{"apply", "-auto-approve"}, show: `Destruction complete|Creation complete|skipped_count`}); err != nil {
		return err
	}
	next, err := d.outputs(ctx)
	if err != nil {
		return err
	}
	if err := d.fake.Dial(ctx, next.TaskID.Value, d.listed); err != nil {
		return err
	}
	calls, twice, err := d.fake.Calls(ctx)
	if err != nil {
		return err
	}
	return expect(next.TaskID != d.created.TaskID && calls > d.listed-d.unroutable && twice == 0, fmt.Sprintf("the new task has called all others: %d calls so far, nobody twice", calls))
}

// destroy shows that the task is ended.
func (d *demo) destroy(ctx context.Context) error {
	heading("Destroy: the platform has no delete, so the task is ended")
	if _, err := d.step(ctx, command{args: []string{"destroy", "-auto-approve"}, show: `Destruction complete`}); err != nil {
		return err
	}
	tasks, err := d.fake.Tasks(ctx)
	if err != nil {
		return err
	}
	ended := 0
	for _, task := range tasks {
		if task.Status == "ended" {
			ended++
		}
	}
	return expect(ended == 2 && len(tasks) == 2, "both tasks have ended, and nobody is called any more")
}

// configure changes the configuration, as a person would.
func (d *demo) configure(before, after string) error {
	file := filepath.Join(d.dir, "main.tf")
	text, err := os.ReadFile(file) //nolint:gosec // The demo's own copy.
	if err != nil {
		return err
	}
	if !bytes.Contains(text, []byte(before)) {
		return fmt.Errorf("main.tf has no %s", before)
	}
	fmt.Println("main.tf:", strings.TrimSuffix(after, before))
	return write(file, bytes.Replace(text, []byte(before), []byte(after), 1))
}

// expect says what the step has shown, or fails with it.
func expect(ok bool, what string) error {
	if !ok {
		return fmt.Errorf("not so: %s", what)
	}
	fmt.Println("✓", what)
	return nil
}

// methods lists the methods of the requests in their order.
func methods(sent []sandbox.Request) string {
	names := make([]string, len(sent))
	for i, x := range sent {
		names[i] = x.Method()
	}
	return strings.Join(names, " ")
}

// has reports whether one of the requests carried a parameter with this value.
func has(sent []sandbox.Request, index int, param, value string) bool {
	return index < len(sent) && sent[index].Params[param] == value
}

// countNumbers counts the rows of the list, and those of them that the mock rejects: it routes no number that begins
// with 000.
func countNumbers(path string) (listed, unroutable int, err error) {
	text, err := os.ReadFile(path)                                                          //nolint:gosec // The demo's own copy.
	return strings.Count(string(text), "\n") - 1, strings.Count(string(text), "\n000"), err // less the header
}

func write(path string, text []byte) error {
	return os.WriteFile(path, text, 0o600) //nolint:gosec // The demo's own copy.
}

// appendRow adds rows to the list.
func appendRow(path, rows string) error {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0) //nolint:gosec // The demo's own copy.
	if err != nil {
		return err
	}
	_, writing := file.WriteString(rows + "\n")
	return errors.Join(writing, file.Close())
}
