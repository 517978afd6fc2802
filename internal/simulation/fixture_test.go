package simulation

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// fixture is everything there is in one schedule: a platform, a user with one resource, and what an
// onlooker who sees all of it remembers of the past.
type fixture struct {
	rng       *rand.Rand
	dir       string // where the number file lies
	platform  *yccalltest.Server
	dialect   yccalltest.Dialect
	token     string // a ready token, or empty to log in
	accessKey string
	resource  *protocoltest.Resource
	wanted    configuration // what the user has written
	applied   configuration // what was applied last without an error
	before    configuration // what was applied before that
	run       *run

	phones   int     // made so far
	large    bool    // the list has more than one part
	formerly []entry // who was on the list once

	tasks map[string]*task // made for the resource, by id
	// fresh is true while the user has agreed to call everybody again: by a replacement that was
	// announced, by destroying the task, by forgetting one that the platform lost.
	fresh bool
	epoch epoch
	// touched are numbers that somebody put in or took out by hand.
	touched map[string]bool
	// outside is true when the numbers may have changed since Terraform last settled them.
	outside bool
	// halfway is true from an update that was killed to the next apply that succeeds.
	halfway bool
	// rested is true while nothing has happened since a plan was empty.
	rested bool
	// settled is how many rows the task then had, or unknown.
	settled int

	mu     sync.Mutex
	trace  []any // what happened: texts and yccalltest.Exchange
	broken string
}

// task is what the onlooker knows of a task of the resource.
type task struct {
	made          configuration // from which it was made
	epoch         int
	purged        bool
	renamed       bool
	startedByHand bool
	setBack       bool // to not started, by hand
	adopted       bool // found again after the reply to its creation was lost
	imported      bool // the provider cannot know the fields that are not echoed
	orphan        bool // in nobody's state
	undecided     bool // an orphan because its creation could not be decided
	abandoned     bool // an orphan that the user knows of and left
}

// epoch is a time in which nobody may be called twice.
type epoch struct {
	number  int
	dialled map[string]int // how often each number had been dialled before it began
	again   bool           // the campaign itself calls people again (multi_call)
	said    string         // call_again
}

const unknown = -1

const resourceType = "yccall_outbound_task"

// bystanders are tasks of others on the same account.
const bystanders = 3

func newFixture(seed uint64, dir string) *fixture {
	w := &fixture{
		rng: rand.New(rand.NewPCG(seed, 0x79636c6c)), dir: dir,
		tasks: map[string]*task{}, touched: map[string]bool{}, fresh: true, settled: unknown,
	}
	w.epoch.dialled = map[string]int{}
	w.dialect = w.newDialect()
	w.accessKey = fmt.Sprintf("key-%08x", w.rng.Uint32())
	config := yccalltest.Config{
		AppID: "app", AccessKey: w.accessKey, Dialect: w.dialect, OnRequest: w.see,
		Zone:  time.FixedZone("", pick(w, 8*3600, 8*3600, 0, -5*3600, 20_700)),
		Clock: func() time.Time { return time.Date(2026, 1, 5, 1, 30, 0, 0, time.UTC) },
	}
	if w.chance(0.1) {
		w.token = fmt.Sprintf("%032x", w.rng.Uint64())
		config.Tokens = []string{w.token}
	}
	w.platform = yccalltest.New(config)
	w.wanted = w.newConfiguration()
	if w.large && w.dialect.MaxPageSize > 0 {
		w.note("(pages of 1000, because the list is long)")
		config.Dialect.MaxPageSize = 0
		w.platform = yccalltest.New(config)
	}
	for i := range w.rng.IntN(bystanders + 1) {
		_, err := w.platform.ConsoleCreate(yccalltest.TaskSnapshot{
			ID: fmt.Sprintf("2025123123595900000%d", i), CustomID: fmt.Sprintf("of-others-%d", i), Name: "somebody else's", Agent: "1002",
			Scale: pick(w, "1:1", "1:2"), Status: pick(w, yccalltest.NotStarted, yccalltest.Paused, yccalltest.Ended),
		}, "14700000001", "14700000002")
		w.consistent("making the tasks of others", err)
	}
	w.note("dialect %+v, token %t", w.dialect, w.token != "")
	w.note("wanted: %s", w.wanted)
	return w
}

// newDialect makes a random server.
func (w *fixture) newDialect() yccalltest.Dialect {
	var d yccalltest.Dialect
	if w.chance(0.4) {
		return d
	}
	for _, habit := range []yccalltest.Habit{
		yccalltest.IgnoreTaskIDFilter, yccalltest.IgnoreCustomIDFilter, yccalltest.IgnoreStatusFilter, yccalltest.IgnorePaging,
		yccalltest.NoCustomIDEcho, yccalltest.OldRows, yccalltest.NoCounts, yccalltest.EchoNumberExtras, yccalltest.StringInts,
		yccalltest.IntStrings, yccalltest.EmptyObjectAsArray, yccalltest.EmptyArrayAsObject, yccalltest.IndexKeyedLists,
		yccalltest.BOM, yccalltest.UnknownTaskIsError, yccalltest.SilentDedupe, yccalltest.SingleSession,
		yccalltest.NormaliseNumbers, yccalltest.RemoveCalled, yccalltest.DeadlinePauses, yccalltest.RefuseLargePages,
		yccalltest.OmitInvalidData,
	} {
		if w.chance(0.15) {
			d.Habits |= habit
		}
	}
	d.Habits |= pick(w, 0, yccalltest.InvalidStrings, yccalltest.InvalidNumbers, yccalltest.InvalidIndexed)
	d.MaxPageSize = pick(w, 0, 0, 0, 3, 7, 50)
	if d.Habits&yccalltest.RefuseLargePages != 0 && d.MaxPageSize > 0 {
		d.MaxPageSize = max(d.MaxPageSize, 10) // which is what the platform takes when nothing is asked
	}
	return d
}

// has reports whether the platform has one of these habits.
func (w *fixture) has(habits yccalltest.Habit) bool { return w.dialect.Habits&habits != 0 }

// namesTasks reports whether the platform lets a task be found by its custom task id.
func (w *fixture) namesTasks() bool {
	echoes := !w.has(yccalltest.OldRows | yccalltest.NoCustomIDEcho)
	return echoes || !w.has(yccalltest.IgnoreCustomIDFilter)
}

// block is the provider block.
func (w *fixture) block() protocoltest.Object {
	block := protocoltest.Object{"endpoint": "http://127.0.0.1:1"}
	if w.token != "" {
		block["token"] = w.token
	} else {
		block["app_id"], block["access_key"] = "app", w.accessKey
	}
	return block
}

// chance is true with a probability.
func (w *fixture) chance(p float64) bool { return w.rng.Float64() < p }

// pick takes one of several values.
func pick[T any](w *fixture, values ...T) T { return values[w.rng.IntN(len(values))] }

// id is the task in state, or empty.
func (w *fixture) id() string {
	id, _ := w.resource.Value("id").(string)
	return id
}

// ours are the tasks of the resource that the platform still has, in the order they were made.
func (w *fixture) ours() []yccalltest.TaskSnapshot {
	var ours []yccalltest.TaskSnapshot
	for _, t := range w.platform.Tasks() {
		if t.Name == "somebody else's" {
			continue
		}
		if known := w.tasks[t.ID]; known == nil || !known.purged {
			ours = append(ours, t)
		}
	}
	return ours
}

// live are those of ours that have not ended.
func (w *fixture) live() []yccalltest.TaskSnapshot {
	var live []yccalltest.TaskSnapshot
	for _, t := range w.ours() {
		if t.Status != yccalltest.Ended {
			live = append(live, t)
		}
	}
	return live
}

// see keeps a request for the trace.
func (w *fixture) see(x yccalltest.Exchange) {
	w.run.exchange = x
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trace = append(w.trace, x)
}

// note keeps a text for the trace. Its arguments must not change any more.
func (w *fixture) note(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trace = append(w.trace, fmt.Sprintf(format, args...))
}

// violate says that a promise is broken. Only the first one counts.
func (w *fixture) violate(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broken == "" {
		w.broken = fmt.Sprintf(format, args...)
		w.trace = append(w.trace, "VIOLATED: "+w.broken)
	}
}

// consistent is promise 8: err is for what no provider may do.
func (w *fixture) consistent(doing string, err error) {
	if err != nil {
		w.violate("%s: %v", doing, err)
	}
}

// holds reports whether no promise is broken so far.
func (w *fixture) holds() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.broken == ""
}

// story tells what happened.
func (w *fixture) story() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var b strings.Builder
	for _, line := range w.trace {
		x, ok := line.(yccalltest.Exchange)
		if !ok {
			fmt.Fprintf(&b, "%s\n", line)
			continue
		}
		fmt.Fprintf(&b, "    %s", strings.TrimPrefix(x.Service, "App."))
		for _, name := range []string{"taskid", "customtaskid", "status", "taskstatus", "currentpage"} {
			if value, ok := x.Params[name]; ok {
				fmt.Fprintf(&b, " %s=%s", name, value)
			}
		}
		if x.Numbers > 0 {
			fmt.Fprintf(&b, " %d numbers", x.Numbers)
		}
		switch {
		case x.Fault != "" && x.Effect != "":
			fmt.Fprintf(&b, " -> %s, %s", x.Effect, x.Fault)
		case x.Fault != "":
			fmt.Fprintf(&b, " -> %s", x.Fault)
		case x.Executed:
			fmt.Fprintf(&b, " -> %s", x.Effect)
		default:
			fmt.Fprintf(&b, " -> ret %d status %d", x.Ret, x.Status)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
