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
	list := filepath.Join(s.dir, "renewals.csv")
	listed, unroutable, err := countNumbers(list)
	if err != nil {
		return err
	}

	heading("Plan: nothing is sent yet")
	code, sent, err := s.step(ctx, "plan", "-detailed-exitcode", "-compact-warnings", "-out=campaign.tfplan")
	if err != nil {
		return err
	}
	if err := expect(code == 2 && len(sent) == 0, "the plan shows a task to create, and sends nothing that changes the platform"); err != nil {
		return err
	}

	heading("Apply: the campaign arrives at the platform, not started, and is started last")
	if _, sent, err = s.step(ctx, "apply", "campaign.tfplan"); err != nil {
		return err
	}
	created, err := s.outputs(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("Task id: %s\nRejected: %d of %d numbers\n", created.TaskID.Value, created.InvalidCount.Value, created.NumberCount.Value)
	if err := errors.Join(
		expect(methods(sent) == "TaskCreat TaskSet", "one task was created, and then started"),
		expect(has(sent, 0, "status", "0") && has(sent, 1, "taskstatus", "1"), "it was created not started (status=0) and started by the last request (taskstatus=1)"),
		expect(len(sent) > 0 && sent[0].Numbers == listed, fmt.Sprintf("all %d numbers were submitted", listed)),
		expect(created.InvalidCount.Value == unroutable && created.NumberCount.Value == listed, fmt.Sprintf("the %d numbers that the platform rejected are counted", unroutable)),
		expect(created.Status.Value == "running", "the task is running"),
	); err != nil {
		return err
	}

	heading("Plan again: no changes")
	if code, sent, err = s.step(ctx, "plan", "-detailed-exitcode", "-compact-warnings"); err != nil {
		return err
	}
	if err := expect(code == 0 && len(sent) == 0, "the second plan is empty, although the platform rejected some numbers"); err != nil {
		return err
	}

	added := []string{"+447700900997", "+447700900998", "+447700900999"}
	heading(fmt.Sprintf("Append %d numbers to the list: the same task receives just these", len(added)))
	if err := appendNumbers(list, added); err != nil {
		return err
	}
	if _, sent, err = s.step(ctx, "apply", "-auto-approve", "-compact-warnings"); err != nil {
		return err
	}
	appended, err := s.outputs(ctx)
	if err != nil {
		return err
	}
	if err := errors.Join(
		expect(methods(sent) == "TaskAdd" && sent[0].Numbers == len(added), fmt.Sprintf("one TaskAdd carried the %d new numbers, and no other request changed anything", len(added))),
		expect(appended.TaskID == created.TaskID && appended.NumberCount.Value == listed+len(added), "the task is still the same one"),
	); err != nil {
		return err
	}

	heading("Destroy: the platform has no delete, so the task is ended")
	if _, sent, err = s.step(ctx, "destroy", "-auto-approve", "-compact-warnings"); err != nil {
		return err
	}
	tasks, err := s.fake.Tasks(ctx)
	if err != nil {
		return err
	}
	if err := errors.Join(
		expect(methods(sent) == "TaskSet TaskSet" && has(sent, 0, "taskstatus", "2") && has(sent, 1, "taskstatus", "3"),
			"the task was paused (taskstatus=2), and the last request ended it (taskstatus=3)"),
		expect(len(tasks) == 1 && tasks[0] == sandbox.Task{ID: created.TaskID.Value, Status: "ended"}, "the platform holds one task for all of this, and it has ended"),
	); err != nil {
		return err
	}

	heading("Done. All of this ran in a temporary directory, which is removed now.")
	return nil
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
