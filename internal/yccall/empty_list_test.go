package yccall

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
)

func refusedWith(text string) string {
	return fmt.Sprintf(`{"ret":200,"data":{"status":1,"desc":%q,"errors":{"code":"1003","codemsg":%q}}}`, text, text)
}

// taskLists is a TaskList that answers by what it is asked for.
func taskLists(t *testing.T, reply func(form received) string) (*platform, *Client) {
	t.Helper()
	p := startPlatform(t, func(w http.ResponseWriter, _ *http.Request, got received, _ int) { _, _ = fmt.Fprint(w, reply(got)) })
	return p, newClient(t, p.URL)
}

func TestAccountWithoutTasksThatRefusesToListNoneIsEmpty(t *testing.T) {
	t.Parallel()
	p, c := taskLists(t, func(received) string { return refusedWith("no data") })
	for range 3 {
		for _, filter := range []TaskFilter{{}, {CreatedFrom: longAgo}} {
			tasks, err := c.ListTasks(context.Background(), filter)
			if err != nil || len(tasks) != 0 {
				t.Errorf("%+v: got %v and %v, want no tasks", filter, tasks, err)
			}
		}
	}
	// Six lists, and one question for each kind of them.
	if n := p.count(serviceTaskList); n != 8 {
		t.Errorf("%d requests, want 8", n)
	}
	for _, form := range p.forms(serviceTaskList) {
		if id := form.Get("taskid"); len(id) > 32 {
			t.Errorf("asked for an id of %d characters", len(id))
		}
	}
}

func TestRefusedListIsEmptyOnlyIfNothingElseExplainsIt(t *testing.T) {
	t.Parallel()
	none := success(`{"totalitems":0,"task":[]}`)
	all := func(got received) bool { return got.form.Get("taskid") == "" }
	for name, tc := range map[string]struct {
		reply  func(got received) string
		filter TaskFilter
	}{
		"the impossible is answered": {func(got received) string {
			if all(got) {
				return refusedWith("no")
			}
			return none
		}, TaskFilter{}},
		"the impossible is refused in other words": {func(got received) string {
			if all(got) {
				return refusedWith("say from when on")
			}
			return refusedWith("no data")
		}, TaskFilter{}},
		"the impossible cannot be asked for": {func(got received) string {
			if all(got) {
				return refusedWith("no data")
			}
			return `{"ret":604,"data":[],"msg":""}`
		}, TaskFilter{}},
		"a creation time is required": {func(got received) string {
			if got.form.Get("createtime") == "" {
				return refusedWith("createtime is missing")
			}
			return refusedWith("no data")
		}, TaskFilter{}},
		"no creation time is allowed": {func(got received) string {
			if got.form.Get("createtime") != "" {
				return refusedWith("createtime is unknown")
			}
			return refusedWith("no data")
		}, TaskFilter{CreatedFrom: longAgo}},
		"the filter is not known": {func(received) string { return refusedWith("no data") }, TaskFilter{CustomTaskID: "tf-1"}},
		"one task is asked for":   {func(received) string { return refusedWith("no data") }, TaskFilter{IDs: []string{"1"}}},
		"the platform says that it fails": {func(received) string {
			return `{"ret":200,"data":{"status":1,"errors":{"code":"1002","codemsg":"abnormal"}}}`
		}, TaskFilter{}},
		"not a business failure":   {func(received) string { return `{"ret":400,"data":[],"msg":"no"}` }, TaskFilter{}},
		"the account is not known": {func(received) string { return `{"ret":602,"data":[],"msg":"no"}` }, TaskFilter{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := taskLists(t, tc.reply)
			for range 2 {
				if tasks, err := c.ListTasks(context.Background(), tc.filter); err == nil {
					t.Errorf("got %v, want an error", tasks)
				}
			}
		})
	}
}

func TestRefusedListOfAnAccountThatHadTasksIsNotEmpty(t *testing.T) {
	t.Parallel()
	replies := []string{refusedWith("no"), refusedWith("no"), success(`{"totalitems":1,"task":[{"taskid":"1","status":1026}]}`), refusedWith("no"), refusedWith("no")}
	_, c := taskLists(t, func(received) string {
		next := replies[0]
		replies = replies[1:]
		return next
	})
	if tasks, err := c.ListTasks(context.Background(), TaskFilter{}); err != nil || len(tasks) != 0 {
		t.Fatal(tasks, err)
	}
	if tasks, err := c.ListTasks(context.Background(), TaskFilter{}); err != nil || len(tasks) != 1 {
		t.Fatal(tasks, err)
	}
	if tasks, err := c.ListTasks(context.Background(), TaskFilter{}); !errors.Is(err, ErrRefused) {
		t.Errorf("got %v and %v, want the refusal", tasks, err)
	}
}
