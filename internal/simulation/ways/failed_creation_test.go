package ways

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// breakage is how one request goes wrong.
type breakage struct {
	name         string
	fault        yccalltest.Fault
	interruption *interruption
	changing     bool // is played with requests that change something; to all others it is the same as another one
}

var breakages = []breakage{
	{name: "500", fault: yccalltest.Fault{Kind: yccalltest.HTTP500AfterEffect}},
	{name: "refused", fault: yccalltest.Fault{Kind: yccalltest.Ret500BeforeEffect, Answer: yccalltest.Answer{Ret: 400}}},
	{name: "broken off before it is sent", interruption: &interruption{stage: beforeSending}},
	{name: "broken off on its way", interruption: &interruption{stage: onTheWay, after: time.Second}},
	{name: "broken off after its reply", interruption: &interruption{stage: answered}},
	{name: "lost before it ran", fault: yccalltest.Fault{Kind: yccalltest.CutBeforeEffect}, changing: true},
	{name: "lost after it ran", fault: yccalltest.Fault{Kind: yccalltest.CutAfterEffect}, changing: true},
	{name: "cut", fault: yccalltest.Fault{Kind: yccalltest.CutMidBody}, changing: true},
	{name: "late", fault: late(45 * time.Second), changing: true},
	{name: "later than anybody waits", fault: late(150 * time.Second), changing: true},
}

func late(effect time.Duration) yccalltest.Fault {
	return yccalltest.Fault{
		Kind: yccalltest.HTTP500AfterEffect, Answer: yccalltest.Answer{HTTPStatus: 504}, Timing: yccalltest.Timing{EffectAfter: effect},
	}
}

// A creation that failed, at whichever request, is made again by a plain apply and ended by a plain destroy, without an error
// and without anybody being called twice.
func TestFailedCreationIsRepeatedAndEnded(t *testing.T) {
	t.Parallel()
	for i, service := range requestsOfACreation(t) {
		for _, b := range breakages {
			if b.changing && service != "TaskCreat" && service != "TaskSet" {
				continue
			}
			t.Run(fmt.Sprintf("request %d %s/%s", i+1, service, b.name), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { playFailedCreation(t, b.at(i+1), repeat) })
				synctest.Test(t, func(t *testing.T) { playFailedCreation(t, b.at(i+1), end) })
			})
		}
	}
}

// at is the breakage of one request of a run. A read breaks as often as it is repeated.
func (b breakage) at(request int) (t trouble) {
	if b.interruption != nil {
		t.interruption = &interruption{at: request, stage: b.interruption.stage, after: b.interruption.after}
		return t
	}
	f := b.fault
	f.Service, f.Nth = "*", request
	if f.Times = 1; !b.changing {
		f.Times = 6
	}
	return trouble{faults: []yccalltest.Fault{f}}
}

// creation is a world with one campaign, on a platform that takes its time.
func creation(seen func(yccalltest.Exchange)) *workspace {
	w := newWorld(1, profile{})
	w.platform = yccalltest.New(yccalltest.Config{
		Tokens: []string{token}, Clock: func() time.Time { return time.Now().AddDate(26, 0, 0) }, Dialer: yccalltest.Dialer{AtOnce: 1},
		Dialect: yccalltest.Dialect{Timings: []yccalltest.ServiceTiming{{Service: "*", Timing: yccalltest.Timing{ReplyAfter: 2 * time.Second}}}},
		OnRequest: func(x yccalltest.Exchange) {
			w.see(x)
			seen(x)
		},
	})
	s := w.spaces[0]
	s.blocks["a"] = block{name: "campaign", desired: "running", people: []string{w.newPerson("campaign"), w.newPerson("campaign"), w.newPerson("campaign")}}
	return s
}

// requestsOfACreation are the services that are asked while a plan is applied in which nothing goes wrong.
func requestsOfACreation(t *testing.T) (services []string) {
	synctest.Test(t, func(t *testing.T) {
		s := creation(func(x yccalltest.Exchange) {
			services = append(services, x.Service[strings.LastIndexByte(x.Service, '.')+1:])
		})
		defer s.platform.Close()
		f := s.plan(run{here: s.platform})
		services = nil
		if o := s.carryOut(f); o.failed() || !slices.Contains(services, "TaskCreat") || !slices.Contains(services, "TaskSet") {
			t.Fatalf("the creation fails: %v, after %v", o.errors, services)
		}
	})
	return services
}

func playFailedCreation(t *testing.T, breaks trouble, then func(s *workspace)) {
	s := creation(func(yccalltest.Exchange) {})
	defer s.platform.Close()
	s.apply(run{here: s.platform, whileDo: breaks})
	then(s)
	s.onlooker.checkCalls(s.world)
	if !s.holds() {
		t.Errorf("%s\n%s", s.broken, s.story())
	}
}

// repeat is a plain apply.
func repeat(s *workspace) {
	if o := s.apply(run{here: s.platform}); o.failed() {
		s.violate("a plain apply fails: %v", o.errors)
		return
	}
	s.sleep(time.Hour)
	s.onlooker.checkCalls(s.world)
	s.onlooker.checkEverybody(s)
	s.onlooker.checkStray(s.world)
}

// end is a plain destroy.
func end(s *workspace) {
	if o := s.apply(run{here: s.platform, destroy: true}); o.failed() || len(s.state) > 0 {
		s.violate("a plain destroy fails: %v", o.errors)
		return
	}
	s.sleep(settled)
	for _, t := range s.platform.Tasks() {
		if t.Status != yccalltest.Ended {
			s.violate("task %s has not ended, it is %s", t.ID, t.Status)
		}
	}
}
