package ways

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// world is everything there is in one schedule: two platforms, a user with a workspace or two, and an onlooker who sees
// all of it.
type world struct {
	rng       *rand.Rand
	profile   profile
	platform  *yccalltest.Server
	elsewhere *yccalltest.Server // what the provider points to by mistake
	dialect   yccalltest.Dialect
	spaces    []*workspace
	dir       string // where lists lie that are files
	people    int    // made up so far
	names     int    // of tasks and of words, made up so far
	onlooker  onlooker

	mu     sync.Mutex
	begun  time.Time
	trace  []string
	broken string
}

// token is one that never expires: logging in has tests of its own.
const token = "0123456789abcdef0123456789abcdef"

func newWorld(seed uint64, p profile) *world {
	w := &world{rng: rand.New(rand.NewPCG(seed, 0x77617973)), profile: p, begun: time.Now()}
	w.onlooker = onlooker{
		owners: map[string]string{},
		tasks:  map[string]*knownTask{}, campaigns: map[string]*consent{}, rings: map[ring]int{}, counted: map[*yccalltest.Server]int{},
	}
	w.dialect = w.newDialect()
	config := yccalltest.Config{
		Dialect: w.dialect, Tokens: []string{token}, OnRequest: w.see,
		Dialer: yccalltest.Dialer{AtOnce: pick(w, 1, 1, 2), Shortest: 20 * time.Second, Longest: time.Minute},
		Zone:   time.FixedZone("", pick(w, 8*3600, 0, -5*3600)),
		Clock:  func() time.Time { return time.Now().AddDate(26, 0, 0) }, // a bubble's clock begins in the year 2000
	}
	w.platform, w.elsewhere = yccalltest.New(config), yccalltest.New(config)
	w.note("dialect %+v, dialer %+v", config.Dialect, config.Dialer)
	w.spaces = []*workspace{w.newWorkspace("main")}
	return w
}

// newDialect makes a server. It lets tasks be found by their custom task id and by their name: without either nobody can
// be promised anything.
func (w *world) newDialect() yccalltest.Dialect {
	var d yccalltest.Dialect
	for _, habit := range []yccalltest.Habit{
		yccalltest.IgnoreCustomIDFilter, yccalltest.UnknownTaskIsError, yccalltest.NoCurrentCalls, yccalltest.RandomTaskIDs,
		yccalltest.FoldCustomIDs, yccalltest.EmptyListIsError,
	} {
		if w.chance(0.06) {
			d.Habits |= habit
		}
	}
	if d.Habits&yccalltest.UnknownTaskIsError != 0 {
		d.Habits &^= yccalltest.EmptyListIsError // a refusal may mean anything there
	}
	if w.chance(0.2) {
		d.Lag = yccalltest.Lag{Tasks: w.between(0, 3*time.Second), Numbers: w.between(0, 3*time.Second), RunStates: w.between(0, 3*time.Second)}
	}
	if w.profile.behind {
		d.Lag.RunStates = 3 * time.Second
	}
	if w.chance(0.3) {
		d.Timings = append(d.Timings, yccalltest.ServiceTiming{Service: "*", Timing: yccalltest.Timing{ReplyAfter: w.between(0, 20*time.Second)}})
	}
	return d
}

// chance is true with a probability.
func (w *world) chance(p float64) bool { return w.rng.Float64() < p }

// pick takes one of several values.
func pick[T any](w *world, values ...T) T { return values[w.rng.IntN(len(values))] }

// between draws a duration.
func (w *world) between(shortest, longest time.Duration) time.Duration {
	return shortest + time.Duration(w.rng.Int64N(int64(longest-shortest)+1))
}

// sleep lets time pass.
func (w *world) sleep(d time.Duration) {
	if d > 0 {
		time.Sleep(d)
	}
}

// word makes a word up that was never used before.
func (w *world) word(kind string) string {
	w.names++
	return fmt.Sprintf("%s-%d", kind, w.names)
}

// see keeps a request for the trace.
func (w *world) see(x yccalltest.Exchange) {
	var b strings.Builder
	fmt.Fprintf(&b, "    %s", x.Service[strings.LastIndexByte(x.Service, '.')+1:])
	for _, name := range []string{"taskid", "taskname", "customtaskid", "status", "taskstatus", "createtime"} {
		if value, ok := x.Params[name]; ok {
			fmt.Fprintf(&b, " %s=%s", name, value)
		}
	}
	if x.Numbers > 0 {
		fmt.Fprintf(&b, " %d numbers", x.Numbers)
	}
	w.note("%s -> %s %s ret %d status %d", b.String(), x.Effect, x.Fault, x.Ret, x.Status)
}

// note keeps a text for the trace.
func (w *world) note(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trace = append(w.trace, fmt.Sprintf("%8.1fs ", time.Since(w.begun).Seconds())+fmt.Sprintf(format, args...))
}

// violate says that a promise is broken. Only the first one counts.
func (w *world) violate(format string, args ...any) {
	if !w.holds() {
		return
	}
	text := fmt.Sprintf(format, args...)
	w.note("VIOLATED: %s", text)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.broken = text
}

// holds reports whether no promise is broken so far.
func (w *world) holds() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.broken == ""
}

// story tells what happened.
func (w *world) story() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.trace, "\n")
}
