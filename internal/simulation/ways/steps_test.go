package ways

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
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
	steps[name](s, address)
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
		how.replace = address
		s.runIn(s, how)
	},
	"next day":  (*workspace).nextDay,
	"rename":    (*workspace).rename,
	"shift":     (*workspace).shift,
	"workspace": (*workspace).another,
	"create first": func(s *workspace, address string) {
		s.edit(address, func(b *block) { b.createFirst, b.variant = true, (b.variant+1)%3 })
		if id := s.id(address); id != "" && s.chance(0.7) {
			s.say(address, id)
		}
		s.runIn(s, s.usual())
	},
	"forget":    (*workspace).lose,
	"elsewhere": (*workspace).pointElsewhere,
	"saved":     (*workspace).applySaved,
	"unknown":   (*workspace).knowLater,
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
		b.people = append(b.people, s.newPerson())
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
		b.people = []string{s.newPerson(), s.newPerson(), s.newPerson()}
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
	if s.chance(0.4) {
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

// pointElsewhere runs Terraform with a provider that points to another endpoint.
func (s *workspace) pointElsewhere(address string) {
	for a := range s.blocks {
		if s.state[a] == nil || s.tainted(a) {
			return // a new campaign there is another campaign
		}
	}
	how := s.usual()
	how.here, how.whilePlan = s.elsewhere, trouble{}
	switch s.rng.IntN(4) {
	case 0:
		how.replace = address
	case 1:
		s.taint(address)
		how.noRefresh = false // without a look no provider can see it
	case 2:
		s.edit(address, s.editList)
	}
	s.runIn(s, how)
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
		switch s.rng.IntN(3) {
		case 0:
			s.console()
		case 1:
			s.sleep(s.between(0, 20*time.Minute))
		default:
			w.runIn(s, s.usual())
		}
	}
	for range 2 {
		w.check(s, run{noRefresh: true, here: how.here}, func() outcome {
			o := s.carryOut(f)
			s.onlooker.checkCalls(w)
			return o
		})
		f.whileDo = s.newTrouble()
	}
}

// knowLater plans with values that are not known yet.
func (s *workspace) knowLater(address string) {
	how := s.usual()
	for _, name := range []string{"task_scale", "name", "numbers_wo", "custom_task_id", "desired_status", "call_again", "skip_called_by"} {
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
