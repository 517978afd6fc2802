package core

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// world is everything there is in one schedule: a platform, a user with one campaign, and what an onlooker who sees all
// of it remembers.
type world struct {
	rng      *rand.Rand
	profile  profile
	platform *yccalltest.Server
	dialect  yccalltest.Dialect
	user     user
	onlooker onlooker

	mu         sync.Mutex
	begun      time.Time
	begunThere time.Time // on the platform's clock
	trace      []string
	broken     string
}

// user has written a campaign down and keeps Terraform's state of it.
type user struct {
	wanted   campaignFile
	state    state
	people   int      // made up so far
	formerly []person // who was on the list once
	killed   []person // the list of a run that was killed since the last success
	over     bool     // nothing more is wanted of the campaign
	// undecided is when it was last unknown whether a task was made.
	undecided time.Time
	// troubled is when the last run ended in which something went wrong.
	troubled time.Time
}

func newWorld(seed uint64, p profile) *world {
	w := &world{rng: rand.New(rand.NewPCG(seed, 0x636f7265)), profile: p, begun: time.Now()}
	w.onlooker = onlooker{tasks: map[string]*knownTask{}, touched: map[string]bool{}, exchanged: map[string]bool{}, rings: map[ring]int{}}
	w.dialect = w.newDialect()
	config := yccalltest.Config{
		Dialect: w.dialect, Tokens: []string{token}, Dialer: w.newDialer(), OnRequest: w.see,
		Zone:  time.FixedZone("", pick(w, 8*3600, 0, -5*3600)),
		Clock: func() time.Time { return time.Now().AddDate(26, 0, 0) }, // a bubble's clock begins in the year 2000
	}
	w.platform = yccalltest.New(config)
	w.begunThere = w.platform.Now()
	w.note("habits %v, %+v, dialer %+v", habitNames(w.dialect.Habits), w.dialect, config.Dialer)
	w.user.wanted = w.newCampaignFile()
	w.note("wanted: %s", w.user.wanted)
	return w
}

// token is one that never expires: logging in has tests of its own.
const token = "0123456789abcdef0123456789abcdef"

// chance is true with a probability.
func (w *world) chance(p float64) bool { return w.rng.Float64() < p }

// pick takes one of several values.
func pick[T any](w *world, values ...T) T { return values[w.rng.IntN(len(values))] }

// between draws a duration.
func (w *world) between(shortest, longest time.Duration) time.Duration {
	return shortest + time.Duration(w.rng.Int64N(int64(longest-shortest)+1))
}

// see keeps a request for the trace.
func (w *world) see(x yccalltest.Exchange) {
	var b strings.Builder
	fmt.Fprintf(&b, "    %s", strings.TrimPrefix(strings.TrimPrefix(x.Service, "App."), "Sip_Yccall."))
	for _, name := range []string{"taskid", "customtaskid", "status", "taskstatus", "createtime"} {
		if value, ok := x.Params[name]; ok {
			fmt.Fprintf(&b, " %s=%s", name, value)
		}
	}
	if x.Numbers > 0 {
		fmt.Fprintf(&b, " %d numbers", x.Numbers)
	}
	fmt.Fprintf(&b, " -> %s %s ret %d status %d", x.Effect, x.Fault, x.Ret, x.Status)
	w.note("%s", b.String())
}

// note keeps a text for the trace.
func (w *world) note(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trace = append(w.trace, fmt.Sprintf("%8.1fs ", time.Since(w.begun).Seconds())+fmt.Sprintf(format, args...))
}

// violate says that a promise is broken. Only the first one counts.
func (w *world) violate(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if w.holds() {
		w.note("VIOLATED: %s", text)
		w.mu.Lock()
		defer w.mu.Unlock()
		w.broken = text
	}
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
