package provider_test

import (
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// Configuration that a program writes has numbers = [] beside another source.
func TestEmptyInlineListBesideAnotherSourceIsNotSet(t *testing.T) {
	t.Parallel()
	for name, other := range map[string]func(w *fixture) any{
		"numbers_file": func(w *fixture) any { return w.csv("list.csv", phones(0, 3)...) },
		"numbers_wo":   func(*fixture) any { return "phone\n13800000001\n13800000002\n13800000003\n" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			w.mustApply(task(object{"numbers": []any{}, name: other(w)}))
			w.wantChanges("TaskCreat 3")
			w.wantValue("number_count", int64(3))
		})
	}
}

func TestEmptyInlineListAloneSaysWhatToDo(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	for _, config := range []object{{"numbers": []any{}}, {"numbers": []any{}, "numbers_file": nil}} {
		w.wantError(w.apply(task(config)), "No numbers to call", "numbers is an empty list", "at least 1 entry", "numbers_file")
	}
	diags := w.apply(task(object{"numbers": []any{}, "numbers_file": "list.csv", "numbers_wo": "phone\n"}))
	w.wantError(diags, "More than one number list")
}

func TestTimeoutsThatLeaveNoTimeAreRefused(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	list := w.csv("list.csv", phones(0, 3)...)
	for _, operation := range []string{"create", "read", "update", "delete"} {
		for _, value := range []string{"0s", "-5m", "soon", ""} {
			diags := w.apply(task(object{"numbers_file": list, "timeouts": object{operation: value}}))
			w.wantError(diags, "Malformed duration", operation, "at least 1s")
		}
	}
	w.wantChanges()
	must(t, protocoltest.Errors(w.apply(task(object{"numbers_file": list, "timeouts": object{"create": "30s", "read": "90s"}}))))
}

func TestFileInTheHomeDirectoryIsWrittenWithPathexpand(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.wantError(w.apply(task(object{"numbers_file": "~/list.csv"})), "Number file not found", `pathexpand("~/list.csv")`, "Nothing was sent")
}
