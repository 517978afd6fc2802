package provider

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
)

// folder is a folder of number files, whose times the test sets.
type folder struct {
	*testing.T
	dir string
}

func newFolder(t *testing.T) folder { return folder{t, t.TempDir()} }

func (f folder) path(name string) string { return filepath.Join(f.dir, name) }

// write writes a file that is as old as given, to the second, which is all that some file systems keep.
func (f folder) write(name, text string, age time.Duration) string {
	f.Helper()
	path := f.path(name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		f.Fatal(err)
	}
	f.touch(name, time.Now().Add(-age).Truncate(time.Second))
	return path
}

// rewrite gives a file another text, and the time that it had.
func (f folder) rewrite(name, text string) {
	f.Helper()
	info, err := os.Stat(f.path(name))
	if err != nil {
		f.Fatal(err)
	}
	f.write(name, text, time.Hour)
	f.touch(name, info.ModTime())
}

func (f folder) touch(name string, at time.Time) {
	f.Helper()
	if err := os.Chtimes(f.path(name), at, at); err != nil {
		f.Fatal(err)
	}
}

// counter counts how often a list is really checked.
type counter struct {
	checks atomic.Int32
	err    error
}

func (c *counter) check() (*numberlist.List, error) {
	c.checks.Add(1)
	return &numberlist.List{}, c.err
}

func TestFileIsCheckedAgainOnlyWhenItMayHaveChanged(t *testing.T) {
	t.Parallel()
	const list, withheld = "phone\n13800000001\n", "phone\n13800000009\n"
	for name, test := range map[string]struct {
		young   []string      // the files that are written only now
		age     time.Duration // how old these are
		between func(f folder)
		other   func(k *cacheKey)
		checks  int32
	}{
		"nothing happens":    {checks: 1},
		"another size":       {between: func(f folder) { f.rewrite("list.csv", list+"13800000002\n") }, checks: 2},
		"another time":       {between: func(f folder) { f.touch("list.csv", time.Now().Add(-30*time.Minute)) }, checks: 2},
		"an older time":      {between: func(f folder) { f.touch("list.csv", time.Now().Add(-2*time.Hour)) }, checks: 2},
		"another file there": {between: replaceByTwin, checks: 2},
		"other withheld":     {between: func(f folder) { f.rewrite("withheld.csv", withheld+"13800000008\n") }, checks: 2},
		"withheld, touched":  {between: func(f folder) { f.touch("withheld.csv", time.Now().Add(-30*time.Minute)) }, checks: 2},
		"nothing withheld":   {other: func(k *cacheKey) { k.doNotCall = "" }, checks: 2},
		"another prefix":     {other: func(k *cacheKey) { k.prefix = 1 }, checks: 2},
		"written just now":   {young: []string{"list.csv"}, age: time.Second / 10, checks: 2},
		"withheld just now":  {young: []string{"withheld.csv"}, age: time.Second / 10, checks: 2},
		"from the future":    {young: []string{"list.csv", "withheld.csv"}, age: -time.Hour, checks: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { // its clock stands still, so that "just now" lasts
				f := newFolder(t)
				key := cacheKey{file: f.write("list.csv", list, time.Hour), doNotCall: f.write("withheld.csv", withheld, time.Hour)}
				for _, name := range test.young {
					f.touch(name, time.Now().Add(-test.age))
				}
				var cache listCache
				var count counter
				first, err := cache.file(key, count.check)
				if err != nil {
					t.Fatal(err)
				}
				if test.between != nil {
					test.between(f)
				}
				if test.other != nil {
					test.other(&key)
				}
				second, err := cache.file(key, count.check)
				if err != nil {
					t.Fatal(err)
				}
				if n := count.checks.Load(); n != test.checks {
					t.Errorf("checked %d times, want %d", n, test.checks)
				}
				if (first == second) != (test.checks == 1) {
					t.Error("the second result is not that of the last check")
				}
			})
		})
	}
}

// replaceByTwin puts another file in the place of the list, with the same size and time.
func replaceByTwin(f folder) {
	info, err := os.Stat(f.path("list.csv"))
	if err != nil {
		f.Fatal(err)
	}
	f.write("twin.csv", "phone\n13800000007\n", time.Hour)
	f.touch("twin.csv", info.ModTime())
	if err := os.Rename(f.path("twin.csv"), f.path("list.csv")); err != nil {
		f.Fatal(err)
	}
	after, err := os.Stat(f.path("list.csv"))
	if err != nil || after.Size() != info.Size() || !after.ModTime().Equal(info.ModTime()) {
		f.Fatalf("the twin is not alike: %v", err)
	}
}

func TestFailedCheckIsNotKept(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	key := cacheKey{file: f.write("list.csv", "phone\n", time.Hour)}
	var cache listCache
	count := counter{err: errors.New("bad")}
	for range 2 {
		if _, err := cache.file(key, count.check); !errors.Is(err, count.err) {
			t.Errorf("the error is %v", err)
		}
	}
	count.err = nil
	for range 2 {
		if _, err := cache.file(key, count.check); err != nil {
			t.Error(err)
		}
	}
	if n := count.checks.Load(); n != 3 {
		t.Errorf("checked %d times, want 3", n)
	}
}

// TestFileInBothRolesIsCheckedForEach is about a file that one resource calls and another does not: a do-not-call list
// may be empty, and its times mean nothing.
func TestFileInBothRolesIsCheckedForEach(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	empty := f.write("empty.csv", "phone\n", time.Hour)
	past := f.write("past.csv", "phone,time\n13800000001,1000000000\n", time.Hour)
	list := f.write("list.csv", "phone\n13800000002\n", time.Hour)
	var cache listCache
	withhold := func(file string) {
		m := leastTask()
		m.NumbersFile, m.DoNotCallFile = types.StringValue(list), types.DynamicValue(types.StringValue(file))
		_, diags := m.checkList(t.Context(), &cache, now, 0)
		if diags.HasError() {
			t.Fatal(diags)
		}
	}
	called := leastTask()

	withhold(empty)
	called.NumbersFile = types.StringValue(empty)
	_, diags := called.checkList(t.Context(), &cache, now, 0)
	if diff := cmp.Diff([]string{"Error: numbers_file: Unusable number list"}, summaries(diags)); diff != "" {
		t.Errorf("the empty list, withheld first (-want +got):\n%s", diff)
	}
	withhold(past)
	called.NumbersFile = types.StringValue(past)
	checked, diags := called.checkList(t.Context(), &cache, now, 0)
	noDiagnostics(t, diags)
	if checked.PastTimes.Count != 1 {
		t.Errorf("the list, withheld first, has %d past times, want 1", checked.PastTimes.Count)
	}
	withhold(past)
}

func TestMissingFileIsNotTakenFromTheCache(t *testing.T) {
	t.Parallel()
	for _, missing := range []string{"list.csv", "withheld.csv"} {
		f := newFolder(t)
		key := cacheKey{file: f.write("list.csv", "phone\n13800000001\n", time.Hour), doNotCall: f.write("withheld.csv", "phone\n", time.Hour)}
		var cache listCache
		var count counter
		if _, err := cache.file(key, count.check); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(f.path(missing)); err != nil {
			t.Fatal(err)
		}
		if _, err := cache.file(key, count.check); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("without %s the error is %v", missing, err)
		}
	}
}

func TestCacheIsSharedByAllResources(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	keys := []cacheKey{{file: f.write("a.csv", "phone\n", time.Hour)}, {file: f.write("b.csv", "phone\n", time.Hour)}}
	var cache listCache
	var count counter
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			if _, err := cache.file(keys[i%2], count.check); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	before := count.checks.Load()
	for _, key := range keys {
		if _, err := cache.file(key, count.check); err != nil {
			t.Error(err)
		}
	}
	if n := count.checks.Load(); before < 2 || n != before {
		t.Errorf("checked %d times, and %d times in the end", before, n)
	}
}

func TestListIsReadFromWhereItStands(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	file := f.write("list.csv", "phone,time\n13800000001,\n13800000002,1000000000\n", time.Hour)
	withheld := f.write("withheld.csv", "phone\n13800000002\n13800000009\n", time.Hour)
	nobody := f.write("nobody.csv", "phone\n", time.Hour)
	element := func(phone string) attr.Value {
		return types.ObjectValueMust(numberType.AttrTypes, map[string]attr.Value{
			"phone": types.StringValue(phone), "time": types.Int64Null(), "user_id": types.StringNull(),
			"member_id": types.StringNull(), "custom_uuid": types.StringNull(), "ext": types.StringNull(),
		})
	}
	for name, test := range map[string]struct {
		set                   func(*outboundTaskModel)
		count, excluded, past int
		warnings              int
	}{
		"a file": {func(m *outboundTaskModel) { m.NumbersFile = types.StringValue(file) }, 2, 0, 1, 0},
		"a file, less the withheld": {func(m *outboundTaskModel) {
			m.NumbersFile, m.DoNotCallFile = types.StringValue(file), types.DynamicValue(types.StringValue(withheld))
		}, 1, 1, 0, 0},
		"a file, nobody withheld": {func(m *outboundTaskModel) {
			m.NumbersFile, m.DoNotCallFile = types.StringValue(file), types.DynamicValue(types.StringValue(nobody))
		}, 2, 0, 1, 1},
		"a text": {func(m *outboundTaskModel) { m.NumbersWO = types.StringValue(`[{"phone":"13800000001"}]`) }, 1, 0, 0, 0},
		"a text, less the withheld": {func(m *outboundTaskModel) {
			m.NumbersWO, m.DoNotCallFile = types.StringValue("phone\n13800000002\n13800000003\n"), types.DynamicValue(types.StringValue(withheld))
		}, 1, 1, 0, 0},
		"inline": {func(m *outboundTaskModel) {
			m.Numbers = types.ListValueMust(numberType, []attr.Value{element("13800000001")})
		}, 1, 0, 0, 0},
		"inline, less the withheld": {func(m *outboundTaskModel) {
			m.Numbers, m.DoNotCallFile = types.ListValueMust(numberType, []attr.Value{element("13800000002"), element("+13800000009"), element("13800000001")}), types.DynamicValue(types.StringValue(withheld))
		}, 1, 2, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := leastTask()
			test.set(&m)
			if !m.listKnown(t.Context()) {
				t.Error("the list is not known")
			}
			list, diags := m.checkList(t.Context(), &listCache{}, now, 0)
			if diags.HasError() || len(diags) != test.warnings {
				t.Fatalf("diagnostics: %v", diags)
			}
			if list.Count != test.count || list.Excluded != test.excluded || list.PastTimes.Count != test.past || list.Set().Len() != test.count {
				t.Errorf("%d numbers, %d excluded, %d past; want %d, %d, %d", list.Count, list.Excluded, list.PastTimes.Count, test.count, test.excluded, test.past)
			}
		})
	}
}

func TestListThatIsNotKnownIsNotRead(t *testing.T) {
	t.Parallel()
	unknownPhone := types.ObjectValueMust(numberType.AttrTypes, map[string]attr.Value{
		"phone": types.StringUnknown(), "time": types.Int64Null(), "user_id": types.StringNull(),
		"member_id": types.StringNull(), "custom_uuid": types.StringNull(), "ext": types.StringNull(),
	})
	for name, set := range map[string]func(*outboundTaskModel){
		"numbers": func(m *outboundTaskModel) { m.Numbers = types.ListUnknown(numberType) },
		"an element": func(m *outboundTaskModel) {
			m.Numbers = types.ListValueMust(numberType, []attr.Value{types.ObjectUnknown(numberType.AttrTypes)})
		},
		"a phone":      func(m *outboundTaskModel) { m.Numbers = types.ListValueMust(numberType, []attr.Value{unknownPhone}) },
		"numbers_file": func(m *outboundTaskModel) { m.NumbersFile = types.StringUnknown() },
		"numbers_wo":   func(m *outboundTaskModel) { m.NumbersWO = types.StringUnknown() },
		"do_not_call_file": func(m *outboundTaskModel) {
			m.NumbersFile, m.DoNotCallFile = types.StringValue("list.csv"), types.DynamicUnknown()
		},
	} {
		m := leastTask()
		set(&m)
		if m.listKnown(t.Context()) {
			t.Errorf("a list with unknown %s is known", name)
		}
	}
}

func TestUnusableListsAreExplainedWithoutNumbers(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	good := f.write("good.csv", "phone\n13800000001\n", time.Hour)
	bad := f.write("bad.csv", "phone\n13800000001\n13800000001\n1380000x002\n", time.Hour)
	empty := f.write("empty.csv", "phone\n", time.Hour)
	if err := os.Mkdir(f.path("folder.csv"), 0o700); err != nil {
		t.Fatal(err)
	}
	file := func(path string) func(*outboundTaskModel) {
		return func(m *outboundTaskModel) { m.NumbersFile = types.StringValue(path) }
	}
	for name, test := range map[string]struct {
		set   func(*outboundTaskModel)
		want  string
		texts []string
	}{
		"problems":           {file(bad), "Error: numbers_file: Problems in the number list", []string{"line 3", "line 4", "personal data"}},
		"no file":            {file(f.path("missing.csv")), "Error: numbers_file: Number file not found", []string{"missing.csv", "${path.module}"}},
		"no such format":     {file(f.path("list.doc")), "Error: numbers_file: Unusable number list", []string{".csv"}},
		"nobody":             {file(empty), "Error: numbers_file: Unusable number list", nil},
		"a folder":           {file(f.path("folder.csv")), "Error: numbers_file: Unusable number list", nil},
		"text with problems": {func(m *outboundTaskModel) { m.NumbersWO = types.StringValue("phone\n1380000x002\n") }, "Error: Problems in the number list", []string{"line 2"}},
		"inline, nobody":     {func(m *outboundTaskModel) { m.Numbers = types.ListValueMust(numberType, nil) }, "Error: Unusable number list", nil},
		"withheld, no file": {func(m *outboundTaskModel) {
			m.NumbersFile, m.DoNotCallFile = types.StringValue(good), types.DynamicValue(types.StringValue(f.path("missing.csv")))
		}, "Error: do_not_call_file: Number file not found", []string{"missing.csv"}},
		"withheld, problems": {func(m *outboundTaskModel) {
			m.NumbersFile, m.DoNotCallFile = types.StringValue(good), types.DynamicValue(types.StringValue(bad))
		}, "Error: do_not_call_file: Problems in the number list", []string{"line 4"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := leastTask()
			test.set(&m)
			list, diags := m.checkList(t.Context(), &listCache{}, now, 0)
			if diff := cmp.Diff([]string{test.want}, summaries(diags)); diff != "" || list != nil {
				t.Fatalf("diagnostics (-want +got):\n%s", diff)
			}
			detail := diags[0].Detail()
			for _, text := range append(test.texts, "Nothing was sent.") {
				if !strings.Contains(detail, text) {
					t.Errorf("it does not say %q:\n%s", text, detail)
				}
			}
			if strings.Contains(detail, "1380000") {
				t.Errorf("a number is in the detail:\n%s", detail)
			}
		})
	}
}

func TestInterruptedReadingIsNoFaultOfTheList(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	m := leastTask()
	m.NumbersFile = types.StringValue(f.write("list.csv", "phone\n13800000001\n", time.Hour))
	_, diags := m.checkList(ctx, &listCache{}, now, 0)
	if diff := cmp.Diff([]string{"Error: numbers_file: Reading the number list was interrupted"}, summaries(diags)); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}
