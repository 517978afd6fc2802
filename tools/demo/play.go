package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/sandbox"
)

// play is the demo itself. Each part shows something and then checks that it is so.
func (s *stage) play(ctx context.Context) error {
	d := &demo{stage: s, list: filepath.Join(s.dir, "renewals.csv")}
	for _, part := range []func(context.Context) error{d.plan, d.apply, d.planAgain, d.appendToList, d.destroy} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	heading("Done. All of this ran in a temporary directory, which is removed now.")
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
	heading("Plan: nothing is sent yet")
	code, sent, err := d.step(ctx, "plan", "-detailed-exitcode", "-compact-warnings", "-out=campaign.tfplan")
	if err != nil {
		return err
	}
	return expect(code == 2 && len(sent) == 0, "the plan shows a task to create, and sends nothing that changes the platform")
}

// apply shows that the task is started last.
func (d *demo) apply(ctx context.Context) error {
	heading("Apply: the campaign arrives at the platform, not started, and is started last")
	_, sent, err := d.step(ctx, "apply", "campaign.tfplan")
	if err != nil {
		return err
	}
	if d.created, err = d.outputs(ctx); err != nil {
		return err
	}
	c := d.created
	fmt.Printf("Task id: %s\nRejected: %d of %d numbers\n", c.TaskID.Value, c.InvalidCount.Value, c.NumberCount.Value)
	return errors.Join(
		expect(methods(sent) == "TaskCreat TaskSet", "one task was created, and then started"),
		expect(has(sent, 0, "status", "0") && has(sent, 1, "taskstatus", "1"), "it was created not started (status=0) and started by the last request (taskstatus=1)"),
		expect(len(sent) > 0 && sent[0].Numbers == d.listed, fmt.Sprintf("all %d numbers were submitted", d.listed)),
		expect(c.InvalidCount.Value == d.unroutable && c.NumberCount.Value == d.listed, fmt.Sprintf("the %d numbers that the platform rejected are counted", d.unroutable)),
		expect(c.Status.Value == "running", "the task is running"),
	)
}

// planAgain shows that nothing is left to do.
func (d *demo) planAgain(ctx context.Context) error {
	heading("Plan again: no changes")
	code, sent, err := d.step(ctx, "plan", "-detailed-exitcode", "-compact-warnings")
	if err != nil {
		return err
	}
	return expect(code == 0 && len(sent) == 0, "the second plan is empty, although the platform rejected some numbers")
}

// appendToList shows that a longer list sends its end.
func (d *demo) appendToList(ctx context.Context) error {
	added := []string{"+447700900997", "+447700900998", "+447700900999"}
	heading(fmt.Sprintf("Append %d numbers to the list: the same task receives just these", len(added)))
	if err := appendNumbers(d.list, added); err != nil {
		return err
	}
	_, sent, err := d.step(ctx, "apply", "-auto-approve", "-compact-warnings")
	if err != nil {
		return err
	}
	appended, err := d.outputs(ctx)
	if err != nil {
		return err
	}
	return errors.Join(
		expect(methods(sent) == "TaskAdd" && sent[0].Numbers == len(added), fmt.Sprintf("one TaskAdd carried the %d new numbers, and no other request changed anything", len(added))),
		expect(appended.TaskID == d.created.TaskID && appended.NumberCount.Value == d.listed+len(added), "the task is still the same one"),
	)
}

// destroy shows that the task is ended.
func (d *demo) destroy(ctx context.Context) error {
	heading("Destroy: the platform has no delete, so the task is ended")
	_, sent, err := d.step(ctx, "destroy", "-auto-approve", "-compact-warnings")
	if err != nil {
		return err
	}
	tasks, err := d.fake.Tasks(ctx)
	if err != nil {
		return err
	}
	return errors.Join(
		expect(methods(sent) == "TaskSet TaskSet" && has(sent, 0, "taskstatus", "2") && has(sent, 1, "taskstatus", "3"),
			"the task was paused (taskstatus=2), and the last request ended it (taskstatus=3)"),
		expect(len(tasks) == 1 && tasks[0] == sandbox.Task{ID: d.created.TaskID.Value, Status: "ended"}, "the platform holds one task for all of this, and it has ended"),
	)
}

// expect says what the step has shown, or fails with it.
func expect(ok bool, what string) error {
	if !ok {
		return fmt.Errorf("not so: %s", what)
	}
	fmt.Println("  ✓", what)
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

// appendNumbers adds rows to the list, with a customer id for each.
func appendNumbers(path string, phones []string) error {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0) //nolint:gosec // The demo's own copy.
	if err != nil {
		return err
	}
	for i, phone := range phones {
		row := fmt.Sprintf("%s,C-%d,\n", phone, 30001+i)
		fmt.Print("  + ", row)
		_, writing := file.WriteString(row)
		err = errors.Join(err, writing)
	}
	fmt.Println()
	return errors.Join(err, file.Close())
}
