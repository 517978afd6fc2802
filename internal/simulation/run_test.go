package simulation

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/provider"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// run is one run of Terraform, which starts a provider process of its own. It is the transport of
// that process: every request goes through it, and that is where things go wrong.
type run struct {
	fixture *fixture
	goes    disturbance // what goes wrong
	ctx     context.Context
	cancel  context.CancelFunc

	mu       sync.Mutex
	requests int
	exchange yccalltest.Exchange // the latest one
	reading  bool                // refreshing or planning: nothing may be changed
	over     bool                // cancelled: nothing may be sent any more
	dead     bool                // killed
	moved    bool                // somebody or the dialer did something meanwhile
	rejected map[string]bool     // what state knew to be rejected when the run began
	planned  map[string]bool     // the numbers of the list that was planned
	rewrote  bool                // the number file was written anew meanwhile
	created  []string            // tasks that came into being
}

// outcome is how a run ended.
type outcome struct {
	*run
	plan  *protocoltest.Plan // nil if it did not come that far
	diags []*tfprotov6.Diagnostic
	// reconciled is true when the numbers of the task were to be compared with the list.
	reconciled bool
	applied    bool // the apply was begun
	stopped    bool // Terraform itself refused to apply, because the list changed after the plan
	// held is how many rows the task had when it was planned; unknown for a new one.
	held int
}

// failed reports whether Terraform ended with an error, or did not end by itself.
func (o outcome) failed() bool { return o.dead || o.stopped || protocoltest.Errors(o.diags) != nil }

// says reports whether a diagnostic has this summary.
func (o outcome) says(summary string) bool { return o.detail(summary) != "" }

// mentions reports whether an error has this text.
func (o outcome) mentions(text string) bool {
	err := protocoltest.Errors(o.diags)
	return err != nil && strings.Contains(err.Error(), text)
}

// detail is the text below a summary; empty if there is none.
func (o outcome) detail(summary string) string {
	for _, d := range o.diags {
		if strings.Contains(d.Summary, summary) {
			return d.Detail
		}
	}
	return ""
}

// begin starts a provider process.
func (w *fixture) begin(goes disturbance) *run {
	r := &run{fixture: w, goes: goes, rejected: map[string]bool{}, planned: map[string]bool{}}
	r.ctx, r.cancel = context.WithCancel(context.Background())
	w.run, w.rested = r, false
	w.platform.Plant(goes.faults...)
	rejected, _ := w.resource.Value("invalid_data").([]any)
	for _, phone := range rejected {
		if text, ok := phone.(string); ok {
			r.rejected[text] = true
		}
	}
	core, err := protocoltest.Start(r.ctx, provider.New("test", provider.WithoutWaiting(), provider.WithClock(w.platform.Now),
		provider.WithClient(func(c *yccall.Config) {
			c.Transport = r
			c.PagesInFlight = 1 // for the order of requests to follow from the seed
		}))())
	if err == nil {
		var diags []*tfprotov6.Diagnostic
		if diags, err = core.Configure(r.ctx, w.block()); err == nil {
			err = protocoltest.Errors(diags)
		}
	}
	if err != nil {
		w.violate("the provider does not start: %v", err)
	}
	w.resource.Attach(core)
	return r
}

// end waits for the request that may still be on its way, and lets all that went wrong be over.
func (r *run) end() {
	r.cancel()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.over = true
	r.fixture.platform.ClearFaults()
	r.fixture.platform.FinishLate()
}

// setReading says whether anything may be changed from now on. A login on its way that nobody waits
// for any more looks at it, too.
func (r *run) setReading(reading bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reading = reading
}

// RoundTrip takes a request to the platform.
func (r *run) RoundTrip(request *http.Request) (*http.Response, error) {
	defer func() { _ = request.Body.Close() }()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over {
		return nil, r.givenUp(request)
	}
	if err := request.Context().Err(); err != nil {
		return nil, err // net/http does not send it either
	}
	r.requests++
	r.interfere()
	if r.goes.outage.holds(r.requests) {
		r.fixture.note("request %d: no connection", r.requests)
		return nil, errNoConnection
	}
	if r.interrupted(beforeSending) {
		return nil, r.givenUp(request)
	}
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	if r.interrupted(onTheWay) {
		return nil, r.givenUp(request)
	}
	call := parse(request.Header.Get("Content-Type"), body)
	r.checkCall(call)
	response, err := deliver(r.fixture.platform, request, body, func() string { return r.exchange.Fault })
	r.checkEffect(call)
	if r.interrupted(replyLost) {
		if response != nil {
			_ = response.Body.Close()
		}
		return nil, r.givenUp(request)
	}
	r.interrupted(replyArrived)
	return response, err
}

// interrupted ends the run if it is to be interrupted when the request has come so far.
func (r *run) interrupted(s stage) bool {
	i := r.goes.interruption
	if i == nil || i.at != r.requests || i.stage != s {
		return false
	}
	r.fixture.note("request %d: interrupted %s", r.requests, s)
	r.over, r.dead = true, i.kill
	r.cancel()
	return true
}

// givenUp is promise 6: a request ends when the run was cancelled, and none is sent any more. A login,
// which all requests of a provider share, ends when the last one who waits for it has gone.
func (r *run) givenUp(request *http.Request) error {
	if r.dead {
		return context.Canceled
	}
	select {
	case <-request.Context().Done():
	case <-time.After(time.Minute): // never, unless the promise is broken
		r.fixture.violate("a request goes on, though the run was cancelled")
	}
	return context.Canceled
}

// interfere lets people and the dialer do what they do before a request.
func (r *run) interfere() {
	if a, ok := r.goes.console[r.requests]; ok {
		r.fixture.note("request %d: somebody %s", r.requests, a.what)
		a.do()
	}
	if r.goes.dial > 0 {
		for _, t := range r.fixture.ours() {
			if n := r.fixture.platform.Dial(t.ID, r.goes.dial); n > 0 {
				r.fixture.note("%d numbers of %s are called", n, t.ID)
			}
		}
	}
}

// refresh is "terraform apply -refresh-only".
func (w *fixture) refresh(goes disturbance) outcome {
	r := w.begin(goes)
	defer r.end()
	before := w.resource.Copy()
	o := r.refresh()
	if r.dead {
		*w.resource = *before
	}
	return o
}

func (r *run) refresh() outcome {
	r.setReading(true)
	defer r.setReading(false)
	before := r.fixture.resource.Copy()
	diags, err := r.fixture.resource.Refresh(r.ctx)
	r.fixture.consistent("refreshing", err)
	o := outcome{run: r, diags: diags}
	r.fixture.judgeRefresh(o, before)
	return o
}

// planOnly is "terraform plan".
func (w *fixture) planOnly(c configuration, goes disturbance) outcome {
	r := w.begin(goes)
	defer r.end()
	before := w.resource.Copy()
	o := r.makePlan(c)
	w.secret(o.diags)
	*w.resource = *before // a plan does not save what it has read
	return o
}

// plans notes that the numbers of a list may be in the plan.
func (r *run) plans(c configuration) {
	for _, e := range c.toCall() {
		r.planned[e.phone] = true
	}
}

// makePlan refreshes and plans.
func (r *run) makePlan(c configuration) outcome {
	w := r.fixture
	object, err := c.object(w.dir)
	w.consistent("writing the number file", err)
	r.plans(c)
	o := r.refresh()
	if o.failed() {
		return o
	}
	if o.held = unknown; w.resource.Exists() && !w.resource.Tainted() {
		o.held = len(w.platform.Numbers(w.id()))
	}
	r.setReading(true)
	defer r.setReading(false)
	o.plan, err = w.resource.Plan(r.ctx, object)
	w.consistent("planning", err)
	o.diags = append(o.diags, o.plan.Diagnostics...)
	if !o.failed() {
		a := o.plan.Action
		o.reconciled = a == protocoltest.Create || a == protocoltest.Replace ||
			a == protocoltest.Update && o.plan.Value("numbers_sha256") != w.resource.Value("numbers_sha256")
		w.note("the plan is to %s", o.plan.Action)
	}
	return o
}

// apply is "terraform apply".
func (w *fixture) apply(c configuration, goes disturbance) outcome {
	r := w.begin(goes)
	before := w.resource.Copy()
	o := r.makePlan(c)
	if !o.failed() && r.ctx.Err() == nil { // Terraform applies nothing once it was interrupted
		w.announce(c, o)
		o.applied = true
		diags, err := w.resource.Apply(r.ctx, o.plan)
		if o.stopped = r.rewrote && err != nil && strings.Contains(err.Error(), "inconsistent final plan"); !o.stopped {
			w.consistent("applying", err)
		}
		o.diags = append(o.diags, diags...)
	}
	r.end()
	w.judge(o, before)
	if o.dead && r.rewrote {
		w.wanted = c
		w.note("user: puts the old number file back, to repeat what was killed")
	}
	return o
}

// destroy is "terraform destroy".
func (w *fixture) destroy(goes disturbance) outcome {
	r := w.begin(goes)
	before := w.resource.Copy()
	o := r.refresh()
	if !o.failed() {
		var err error
		o.plan, err = w.resource.Plan(r.ctx, nil)
		w.consistent("planning the end", err)
		o.diags = append(o.diags, o.plan.Diagnostics...)
	}
	if !o.failed() && r.ctx.Err() == nil {
		o.applied = true
		diags, err := w.resource.Apply(r.ctx, o.plan)
		w.consistent("destroying", err)
		o.diags = append(o.diags, diags...)
	}
	r.end()
	w.judge(o, before)
	return o
}

// adopt is "terraform import", after "terraform state rm" if need be.
func (w *fixture) adopt(id string, goes disturbance) outcome {
	before := w.resource.Copy()
	w.resource.Forget()
	r := w.begin(goes)
	r.setReading(true)
	diags, err := w.resource.Import(r.ctx, id)
	w.consistent("importing", err)
	r.end()
	o := outcome{run: r, diags: diags}
	if r.dead || o.failed() {
		*w.resource = *before
	} else if t := w.tasks[id]; t != nil {
		t.imported, t.orphan, t.undecided = true, false, false
		if w.fresh && t.epoch != w.epoch.number {
			w.beginEpoch()
			t.epoch = w.epoch.number
		}
		w.outside = true
	}
	w.judge(o, before)
	return o
}

// call is a request as the platform reads it.
type call struct {
	service, taskID string
	phones          []string // in telphone
}

// parse reads the fields of a request. What cannot be read is left to the platform to refuse.
func parse(contentType string, body []byte) call {
	var c call
	var telphone []byte
	_, params, _ := mime.ParseMediaType(contentType)
	reader := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for {
		part, err := reader.NextPart()
		if err != nil {
			break
		}
		value, _ := io.ReadAll(part)
		switch part.FormName() {
		case "service":
			c.service = string(value[bytes.LastIndexByte(value, '.')+1:])
		case "taskid":
			c.taskID = string(value)
		case "telphone":
			telphone = value
		}
	}
	var items []struct {
		Phone string `json:"phone"`
	}
	switch {
	case c.service == "taskDelPhone":
		c.phones = strings.Split(string(telphone), ",")
	case json.Unmarshal(telphone, &items) == nil:
		for _, item := range items {
			c.phones = append(c.phones, item.Phone)
		}
	}
	return c
}
