package ways

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// step is one thing that happens.
func (w *world) step(s *workspace) {
	names := slices.Sorted(maps.Keys(steps))
	name := pick(w, names...)
	if len(w.profile.ways) > 0 && w.chance(0.8) {
		name = pick(w, w.profile.ways...)
	}
	address := s.someAddress()
	if address == "" {
		return
	}
	w.note("-- %s: %s at %s", s.name, name, address)
	if s.mayBeSeen(name, address) {
		steps[name](s, address)
	}
}

// What no provider can see stands in the guides: a campaign without a name is known by what it was made with, its list
// included. It is lost when its object is made anew, or gone, after any of that has changed. Such ways are not played.

// anew are the ways in which an object is lost or made anew.
var anew = []string{"taint", "destroy", "rename", "forget", "workspace", "elsewhere", "shift", "next day", "import twice", "stored", "restore"}

// mayBeSeen reports whether the provider can see what is done. Terraform shows it what is remembered of a task that is
// replaced, unless that is tainted.
func (s *workspace) mayBeSeen(way, address string) bool {
	if way == "replace" || way == "trigger" {
		return !slices.ContainsFunc(s.addresses(), func(a string) bool {
			return s.blocks[a].nameless && (s.state[a] == nil || s.tainted(a))
		})
	}
	if slices.Contains(anew, way) {
		for a, b := range s.blocks {
			if b.nameless && !s.recognisable(a) {
				return false
			}
		}
		return !s.blocks[address].nameless || way != "next day"
	}
	held := s.state[address] != nil && !s.tainted(address)
	return held || !s.blocks[address].nameless || slices.Contains([]string{"status", "console", "time", "lost look"}, way)
}

// recognisable reports whether the task of a campaign without a name is the one that would be made now.
func (s *workspace) recognisable(address string) bool {
	b, made := s.blocks[address], s.onlooker.known(s.id(address)).made
	for _, id := range s.onlooker.campaign(b.name).skipped {
		if !slices.Contains(b.skip, id) {
			return false
		}
	}
	r := s.state[address]
	return r != nil && !r.Tainted() && r.Value("numbers_sha256") != nil && b.name == made.name && b.again == made.again && b.customID == made.customID &&
		slices.Equal(b.skip, made.skip) && (b.customID != "" || b.variant == made.variant && slices.Equal(b.people, made.people))
}

// steps are what users and Terraform do, by name.
var steps = map[string]func(s *workspace, address string){
	"list": func(s *workspace, address string) {
		s.edit(address, s.editList)
		s.runIn(s, s.usual())
	},
	"settings": func(s *workspace, address string) {
		s.edit(address, func(b *block) { b.variant = (b.variant + 1) % 3 })
		s.runIn(s, s.usual())
	},
	"status": func(s *workspace, address string) {
		desired := pick(s.world, "", "running", "running", "started", "paused", "ended")
		s.edit(address, func(b *block) { b.desired = desired })
		if desired == "ended" {
			s.onlooker.known(s.id(address)).byHand = true
		}
		s.runIn(s, s.usual())
	},
	"consent": func(s *workspace, address string) {
		if id := s.id(address); id != "" && s.chance(0.6) {
			s.say(address, id)
		} else {
			s.sayAgain(address)
		}
		s.runIn(s, s.usual())
	},
	"tidy": func(s *workspace, address string) {
		s.edit(address, s.tidy)
		s.runIn(s, s.usual())
	},
	"taint": func(s *workspace, address string) {
		s.taint(address)
		how := s.usual()
		how.noRefresh = s.chance(0.4)
		s.runIn(s, how)
	},
	"replace": func(s *workspace, address string) {
		how := s.usual()
		how.replace = []string{address}
		s.runIn(s, how)
	},
	"trigger": func(s *workspace, _ string) {
		how := s.usual()
		how.replace = s.addresses() // replace_triggered_by, of all of them
		s.runIn(s, how)
	},
	"stored":        (*workspace).taintStored,
	"taint changed": (*workspace).taintChanged,
	"twice":         (*workspace).declareTwice,
	"import twice":  (*workspace).importTwice,
	"swap":          (*workspace).swap,
	"unknown endpoint": func(s *workspace, _ string) {
		s.refusesUnknownEndpoint()
	},
	"next day":  (*workspace).nextDay,
	"rename":    (*workspace).rename,
	"shift":     (*workspace).shift,
	"workspace": (*workspace).another,
	"create first": func(s *workspace, address string) {
		s.edit(address, func(b *block) { b.createFirst, b.variant = true, (b.variant+1)%3 })
		if id := s.id(address); id != "" && s.chance(0.7) {
			s.edit(address, func(b *block) {
				if !slices.Contains(b.skip, id) {
					b.skip = append(b.skip, id)
				}
				s.newOwnID(b)
			})
		}
		s.runIn(s, s.usual())
	},
	"forget":      (*workspace).lose,
	"elsewhere":   (*workspace).pointElsewhere,
	"lost memory": (*workspace).destroyElsewhere,
	"saved":       (*workspace).applySaved,
	"restore":     (*workspace).restore,
	"unknown":     (*workspace).knowLater,
	"lost look": func(s *workspace, _ string) {
		how := s.usual()
		how.whilePlan = s.newLook()
		s.runIn(s, how)
	},
	"console": func(s *workspace, _ string) { s.console() },
	"time":    func(s *workspace, _ string) { s.sleep(s.between(0, 30*time.Minute)) },
	"destroy": func(s *workspace, _ string) {
		how := s.usual()
		how.destroy = true
		for a := range s.state {
			s.onlooker.known(s.id(a)).byHand = true // if it comes to that
		}
		s.runIn(s, how)
	},
}

// editList changes a list.
func (s *workspace) editList(b *block) {
	c := s.onlooker.campaign(b.name)
	if n := len(b.people); n > 1 && s.chance(0.3) {
		c.gone = append(c.gone, b.people[0])
		b.people = slices.Delete(b.people, 0, 1)
	}
	if len(c.gone) > 0 && s.chance(0.4) {
		if back := pick(s.world, c.gone...); !slices.Contains(b.people, back) {
			b.people = append(b.people, back)
		}
	}
	for range 1 + s.rng.IntN(2) {
		b.people = append(b.people, s.newPerson(b.name))
	}
}

// nextDay ends a campaign and makes another one of its name, with other people. Later lists may have some of the first again.
func (s *workspace) nextDay(address string) {
	s.sleep(s.between(0, 10*time.Minute))
	if id := s.id(address); id != "" {
		s.onlooker.known(id).byHand = true
	}
	s.runIn(s, run{here: s.platform, destroy: true})
	s.edit(address, func(b *block) {
		c := s.onlooker.campaign(b.name)
		c.gone = append(c.gone, b.people...)
		b.people = []string{s.newPerson(b.name), s.newPerson(b.name), s.newPerson(b.name)}
	})
	s.runIn(s, s.usual())
}

// tidy takes the lines away that said who is called again.
func (s *workspace) tidy(b *block) {
	if s.chance(0.7) {
		b.again = ""
	}
	if s.chance(0.7) {
		b.skip = nil
	}
}

// rename gives a resource another address, with a moved block or without.
func (s *workspace) rename(address string) {
	to := s.word("renamed")
	s.blocks[to] = s.blocks[address]
	delete(s.blocks, address)
	s.note("%s: %s is called %s", s.name, address, to)
	if s.chance(0.4) && !s.blocks[to].nameless {
		s.edit(to, s.editList)
	}
	if s.state[address] != nil && s.chance(0.3) {
		s.move(address, to)
	}
	how := s.usual()
	s.delay(&how, address, to)
	s.runIn(s, how)
}

// delay lets all addresses go on at once, each with a delay of its own.
func (s *workspace) delay(how *run, addresses ...string) {
	if s.chance(0.5) {
		return
	}
	how.delays = map[string]time.Duration{}
	for _, address := range addresses {
		how.delays[address] = pick(s.world, time.Nanosecond, s.between(0, 10*time.Second), s.between(0, 2*time.Minute))
	}
}

// shift takes the first of several blocks with an index away: the others move down.
func (s *workspace) shift(string) {
	var indexed []string
	for i := range 3 {
		if address := fmt.Sprintf("a[%d]", i); s.blocks[address].name != "" {
			indexed = append(indexed, address)
		}
	}
	if len(indexed) < 2 {
		return
	}
	for _, address := range indexed {
		if b := s.blocks[address]; b.nameless && b.again != "" {
			return // it says that everybody is called again
		}
	}
	for i, address := range indexed[:len(indexed)-1] {
		s.blocks[address] = s.blocks[indexed[i+1]]
	}
	delete(s.blocks, indexed[len(indexed)-1])
	s.note("%s: the indexes have shifted", s.name)
	how := s.usual()
	s.delay(&how, indexed...)
	s.runIn(s, how)
}

// another declares a campaign in a second workspace as well, perhaps while the first one is applied.
func (s *workspace) another(address string) {
	if len(s.spaces) > 1 {
		s.runIn(s, s.usual())
		return
	}
	other := s.newWorkspace("other")
	other.blocks["b"] = s.blocks[address].clone()
	s.spaces = append(s.spaces, other)
	ours, theirs := s.usual(), s.usual()
	if s.chance(0.5) {
		s.runIn(other, theirs)
		return
	}
	ours.whilePlan, theirs.whilePlan = trouble{}, trouble{}
	late := s.between(0, 30*time.Second)
	var both sync.WaitGroup
	both.Go(func() {
		time.Sleep(late)
		other.apply(theirs)
	})
	both.Go(func() { s.apply(ours) })
	both.Wait()
	s.sleep(settled)
	s.onlooker.checkCalls(s.world)
}

// lose loses the state of an address, or forgets it for good.
func (s *workspace) lose(address string) {
	id := s.id(address)
	if id == "" {
		return
	}
	s.forget(address)
	if s.chance(0.3) {
		s.onlooker.known(id).forgotten = true
		delete(s.blocks, address)
		return
	}
	s.runIn(s, s.usual())
}

// taintStored changes a setting of a campaign that has ended, which is only stored, and taints it.
func (s *workspace) taintStored(address string) {
	if t, found := s.platform.Task(s.id(address)); !found || t.Status != yccalltest.Ended || s.tainted(address) {
		return
	}
	s.edit(address, func(b *block) { b.variant = (b.variant + 1) % 3 })
	if o := s.runIn(s, run{here: s.platform}); !o.failed() {
		s.taint(address)
		s.runIn(s, s.usual())
	}
}

// taintChanged taints a task that is at work, and changes its list or its settings at the same time: a provisioner fails, and
// the configuration is corrected.
func (s *workspace) taintChanged(address string) {
	t, _ := s.platform.Task(s.id(address))
	if !t.EverStarted || t.Status == yccalltest.Ended || s.tainted(address) {
		return
	}
	s.taint(address)
	if s.edit(address, s.editList); s.chance(0.5) {
		s.edit(address, func(b *block) { b.variant = (b.variant + 1) % 3 })
	}
	if o := s.runIn(s, run{here: s.platform}); o.failed() && s.holds() {
		s.settle()
	}
}

// declareTwice writes one campaign down at two addresses.
func (s *workspace) declareTwice(string) {
	b, how := s.newBlock(s.word("twice")), s.usual()
	first, second := s.word("twin"), s.word("twin")
	s.blocks[first], s.blocks[second] = b, b.clone()
	s.note("%s: %s and %s both are %s", s.name, first, second, b)
	how.delays = map[string]time.Duration{first: time.Nanosecond, second: pick(s.world, time.Nanosecond, s.between(0, 10*time.Second))}
	s.onlooker.checkTwins(s, s.runIn(s, how))
}

// importTwice imports a task at a second address. The block of one of the two goes away then.
func (s *workspace) importTwice(address string) {
	id, twin := s.id(address), s.word("twin")
	if t, found := s.platform.Task(id); !found || t.Status == yccalltest.Ended || s.tainted(address) || !s.adopt(twin, id) {
		return
	}
	if s.blocks[twin] = s.blocks[address]; s.chance(0.5) {
		delete(s.blocks, twin)
	} else {
		delete(s.blocks, address)
	}
	s.runIn(s, s.usual())
}

// swap takes somebody off a task by hand and puts somebody else there, and changes the list then.
func (s *workspace) swap(address string) {
	id := s.id(address)
	if t, found := s.platform.Task(id); !found || t.Status == yccalltest.Ended || s.tainted(address) {
		return
	}
	for _, n := range slices.Backward(s.platform.Numbers(id)) {
		if n.Calls > 0 || n.Called || !slices.Contains(s.blocks[address].people, n.Phone) {
			continue
		}
		other := s.newPerson(s.blocks[address].name)
		s.note("somebody puts %s in the place of %s", other, n.Phone)
		if err := errors.Join(s.platform.ConsoleRemove(id, n.Phone), s.platform.ConsoleAdd(id, other)); err != nil {
			s.violate("working at the console: %v", err)
		}
		s.sleep(shows)
		s.edit(address, func(b *block) { b.people = append(b.people, s.newPerson(b.name)) })
		if o := s.runIn(s, run{here: s.platform}); o.failed() && s.holds() {
			s.settle()
		}
		return
	}
}

// refusesUnknownEndpoint plans with a provider whose endpoint is not known yet. Nothing comes of it.
func (s *workspace) refusesUnknownEndpoint() {
	p := s.start(s.platform, false, nil)
	defer p.cancel()
	diags, err := p.core.Configure(p.ctx, protocoltest.Object{"endpoint": protocoltest.Unknown, "token": token})
	if s.consistent("the provider", err); protocoltest.Errors(diags) == nil {
		s.violate("the provider takes an endpoint that is not known")
	}
}

// pointElsewhere runs Terraform with a provider that points to another endpoint, or to another account of the same one.
func (s *workspace) pointElsewhere(address string) {
	for a := range s.blocks {
		if s.state[a] == nil || s.tainted(a) {
			return // a new campaign there is another campaign
		}
	}
	how := s.usual()
	how.here, how.whilePlan = s.elsewhere, trouble{}
	how.account = s.chance(0.5)
	switch s.rng.IntN(7) {
	case 0:
		how.replace = []string{address}
	case 1:
		if t, _ := s.platform.Task(s.id(address)); !t.EverStarted {
			return // it calls nobody, and another account is another campaign
		}
		s.taint(address)
		how.noRefresh = false // without a look no provider can see it
	case 2:
		s.edit(address, s.editList)
	case 3:
		if t, _ := s.platform.Task(s.id(address)); t.Status == yccalltest.Ended {
			return // then it may be made again there
		}
		s.sayAgain(address)
	case 4:
		how.destroy, how.noRefresh = true, how.account // what was seen to be missing may be forgotten
		s.runIn(s, how)
	case 5:
		s.refreshOnly(how)
		how.destroy, how.noRefresh = true, true
	}
	s.runIn(s, how)
}

// destroyElsewhere destroys a task at another endpoint that has lost what was remembered of it: Terraform hands over nothing of
// a tainted object that is made anew. Only a plan without a look allows that, and only for a campaign without a name.
func (s *workspace) destroyElsewhere(address string) {
	t, _ := s.platform.Task(s.id(address))
	if !s.blocks[address].nameless || s.blocks[address].customID != "" || len(s.blocks) > 1 || !t.EverStarted || t.Status == yccalltest.Ended || s.tainted(address) {
		return
	}
	before := s.blocks[address]
	s.taint(address)
	s.edit(address, func(b *block) { b.variant, b.people = b.variant+3, []string{s.newPerson(b.name)} })
	f := s.plan(run{here: s.platform, noRefresh: true})
	f.here, f.late = s.elsewhere, true
	s.check(s, f.run, func() outcome { return s.carryOut(f) })
	s.untaint(address)
	s.blocks[address] = before
	s.refreshOnly(run{here: s.elsewhere})
	s.runIn(s, run{here: s.elsewhere, destroy: true, noRefresh: true})
}

// applySaved applies a saved plan late, and perhaps twice.
func (s *workspace) applySaved(address string) {
	if s.chance(0.7) {
		s.edit(address, s.editList)
	}
	how := s.usual()
	w := s.world
	f := s.plan(how)
	f.late = true
	w.note("%s: the plan is saved", s.name)
	for range s.rng.IntN(3) {
		switch s.rng.IntN(4) {
		case 0:
			s.console()
		case 1:
			s.sleep(s.between(0, 20*time.Minute))
		case 2:
			s.addByHand(address)
		default:
			w.runIn(s, s.usual())
		}
	}
	for range pick(w, 1, 2, 3) {
		w.check(s, run{noRefresh: true, here: how.here}, func() outcome {
			o := s.carryOut(f)
			s.onlooker.checkCalls(w)
			return o
		})
		f.whileDo = s.newTrouble()
	}
}

// addByHand lets somebody put everybody on a task who is on the list.
func (s *workspace) addByHand(address string) {
	id := s.id(address)
	if t, found := s.platform.Task(id); !found || t.Status == yccalltest.Ended {
		return
	}
	held := map[string]bool{}
	for _, n := range s.platform.Numbers(id) {
		held[n.Phone] = true
	}
	for _, person := range s.blocks[address].people {
		if !held[person] && !s.onlooker.wasCalled(s.world, id, person) {
			s.note("somebody puts %s on task %s", person, id)
			s.consistent(address, s.platform.ConsoleAdd(id, person))
		}
	}
	s.onlooker.moved = true
	s.sleep(shows)
}

// restore takes an older state from a backup. It knows nothing of newer tasks, which go on.
func (s *workspace) restore(string) {
	if len(s.backups) == 0 {
		return
	}
	for address := range s.state {
		s.onlooker.known(s.id(address)).forgotten = true
	}
	s.state = maps.Clone(pick(s.world, s.backups...))
	for address := range s.state {
		s.onlooker.known(s.id(address)).forgotten = false
	}
	s.serial++
	s.note("%s: an older state is restored", s.name)
	s.runIn(s, s.usual())
}

// knowLater plans with values that are not known yet.
func (s *workspace) knowLater(address string) {
	how := s.usual()
	for _, name := range []string{"task_scale", "name", "numbers_wo", "numbers", "numbers_file", "custom_task_id", "desired_status", "call_again", "skip_called_by"} {
		if s.chance(0.3) {
			how.unknown = append(how.unknown, name)
		}
	}
	switch s.rng.IntN(5) {
	case 0:
		s.edit(address, s.editList)
	case 1:
		s.edit(address, func(b *block) { b.variant = (b.variant + 1) % 3 })
	case 2:
		s.sayAgain(address)
	}
	s.onlooker.checkUnknown(s, s.runIn(s, how))
}
