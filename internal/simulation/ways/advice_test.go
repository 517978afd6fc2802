package ways

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

var taskID = regexp.MustCompile(`\b[0-9]{20}\b`)

// follow does what a refusal tells the user to do. It reports whether the refusal was right.
func (s *workspace) follow(p problem) bool {
	says := func(summary string) bool { return strings.Contains(p.summary, summary) }
	ids := taskID.FindAllString(p.detail, -1)
	t, _ := s.platform.Task(s.id(p.address))
	switch {
	case says("The campaign exists already"), says("The campaign runs already"):
		return s.followExists(p.address, ids[0])
	case says("People on the list were called before"):
		return s.takeOff(p.address, ids[0])
	case says("The campaign was called before"):
		return s.followCalled(p.address, ids)
	case says("This change needs a new task") && s.blocks[p.address].name != s.onlooker.known(t.ID).made.name:
		return s.undoShift(p.address)
	case says("This change needs a new task"):
		if s.chance(0.4) {
			made := s.onlooker.known(t.ID).made
			s.edit(p.address, func(b *block) { b.variant, b.customID, b.name = made.variant, made.customID, made.name })
		} else {
			s.say(p.address, t.ID)
		}
		return t.EverStarted || t.Status != yccalltest.NotStarted
	case says("A new task needs a new custom_task_id"):
		right := s.blocks[p.address].customID != ""
		s.edit(p.address, func(b *block) { b.customID = s.word("own") })
		return right
	case says("The task has ended, and the list has people") && s.blocks[p.address].name != s.onlooker.known(t.ID).made.name:
		return s.undoShift(p.address)
	case says("The task has ended, and the list has people"):
		if s.chance(0.3) {
			s.edit(p.address, func(b *block) { b.desired = "ended" })
		} else {
			s.say(p.address, t.ID)
		}
		return t.Status == yccalltest.Ended
	case says("People who were left out would be called"):
		s.sayAgain(p.address)
		return true
	case says("A campaign would be ended and called again"):
		return s.followPair(p.address)
	case says("Whom a running task calls is not known yet"):
		return s.leaveCreateFirst(p.address) || s.skipOnlyEnded(p.address) || s.dialect.Lag.RunStates > 0
	case says("The task has ended"):
		s.edit(p.address, func(b *block) { b.desired = "started" })
		return t.Status == yccalltest.Ended
	case says("A new task cannot be"):
		s.edit(p.address, func(b *block) { b.desired = "running" })
		return true
	case says("Nobody to call"):
		s.edit(p.address, func(b *block) { b.people = append(b.people, s.newPerson(b.name)) })
		return len(s.blocks[p.address].skip) > 0
	case says("A list would move to another task"):
		return s.undoShift(p.address)
	case says("A task would be ended that another address keeps"):
		return s.forgetTwin()
	case says("The campaign was created twice at the same time"):
		return len(s.spaces) > 1
	}
	return false
}

// followExists is for a task of the campaign that has not ended.
func (s *workspace) followExists(address, id string) bool {
	t, found := s.platform.Task(id)
	known := s.onlooker.tasks[id]
	if !found || known == nil || t.Status == yccalltest.Ended {
		return found // it has ended meanwhile: the next apply sees it
	}
	own := s.id(address)
	switch holder := s.holder(id); {
	case own == id && s.tainted(address) && (t.EverStarted || t.Status != yccalltest.NotStarted):
		s.untaint(address)
		return true
	case own == id:
		return s.leaveCreateFirst(address)
	case holder != "":
		return s.followMoved(holder, address)
	}
	for _, other := range s.spaces {
		if other != s && other.holder(id) != "" {
			s.note("%s: the other workspace has the campaign", s.name)
			delete(s.blocks, address)
			return true
		}
	}
	if own != "" {
		if old, _ := s.platform.Task(own); old.Status != yccalltest.Ended {
			s.note("task %s is ended at the console", own)
			if s.platform.ConsoleSetStatus(own, yccalltest.Ended) != nil {
				return false
			}
			s.sleep(shows)
		}
	}
	known.forgotten = false
	return s.adopt(address, id)
}

// followMoved is for a task that another address of the state has.
func (s *workspace) followMoved(from, to string) bool {
	if _, used := s.blocks[from]; used || s.state[to] != nil {
		return s.undoShift(to)
	}
	s.move(from, to)
	return true
}

// forgetTwin forgets an address without a block, whose task another address holds.
func (s *workspace) forgetTwin() bool {
	for _, address := range slices.Sorted(maps.Keys(s.state)) {
		if _, used := s.blocks[address]; !used && len(s.holders(s.id(address))) > 1 {
			s.forget(address)
			return true
		}
	}
	return false
}

// leaveCreateFirst takes create_before_destroy out.
func (s *workspace) leaveCreateFirst(address string) bool {
	right := s.blocks[address].createFirst
	s.edit(address, func(b *block) { b.createFirst = false })
	return right
}

// skipOnlyEnded takes tasks out of skip_called_by that have not ended.
func (s *workspace) skipOnlyEnded(address string) (right bool) {
	s.edit(address, func(b *block) {
		b.skip = slices.DeleteFunc(b.skip, func(id string) bool {
			t, _ := s.platform.Task(id)
			right = right || t.Status != yccalltest.Ended
			return t.Status != yccalltest.Ended
		})
	})
	return right
}

// followCalled is for tasks of the campaign that have ended and have called people.
func (s *workspace) followCalled(address string, ids []string) bool {
	t, _ := s.platform.Task(ids[0])
	right := t.Status == yccalltest.Ended && t.EverStarted
	switch free := s.holder(t.ID) == "" && s.id(address) == ""; {
	case !free && s.id(address) == "":
		return s.undoShift(address) // it was declared twice
	case s.id(address) == t.ID && s.tainted(address) && s.chance(0.5):
		s.untaint(address)
	case free && s.chance(0.3):
		return right && s.adopt(address, t.ID)
	default:
		for _, id := range ids {
			if !slices.Contains(s.blocks[address].skip, id) {
				s.say(address, id)
				break
			}
		}
	}
	return right
}

// takeOff takes people off a list whom another task has called. It reports whether there were any.
func (s *workspace) takeOff(address, id string) bool {
	before := len(s.blocks[address].people)
	s.edit(address, func(b *block) {
		b.people = slices.DeleteFunc(b.people, func(person string) bool {
			return slices.ContainsFunc(s.platform.CallsOf(person), func(call yccalltest.Call) bool { return call.TaskID == id })
		})
	})
	return len(s.blocks[address].people) < before
}

// followPair is for a campaign that goes away at one address and comes at another one.
func (s *workspace) followPair(address string) bool {
	from, to := "", ""
	for _, held := range slices.Sorted(maps.Keys(s.state)) {
		if _, used := s.blocks[held]; used {
			continue
		}
		for a, b := range s.blocks {
			if s.state[a] == nil && b.name == s.onlooker.known(s.id(held)).made.name {
				from, to = held, a
			}
		}
	}
	if from == "" {
		return s.undoShift(address)
	}
	s.move(from, to)
	return true
}

// undoShift gives every object of the state the block back that it was made from.
func (s *workspace) undoShift(string) bool {
	s.note("%s: the user undoes it", s.name)
	right := false
	for address := range s.blocks {
		if id := s.id(address); id == "" || strings.HasPrefix(id, "unknown-") {
			delete(s.blocks, address)
			right = true
		}
	}
	for address := range s.state {
		made := s.onlooker.known(s.id(address)).made
		if b := s.blocks[address]; made.name != "" && b.name != made.name {
			s.blocks[address] = made.clone()
			right = true
		}
	}
	return right
}

// say says in the configuration who is called again: those whom a task has not called, or everybody.
func (s *workspace) say(address, id string) {
	if slices.Contains(s.blocks[address].skip, id) || s.chance(0.4) {
		s.sayAgain(address)
		return
	}
	s.edit(address, func(b *block) {
		b.skip = append(b.skip, id)
		s.newOwnID(b)
	})
}

// sayAgain says that everybody is called again.
func (s *workspace) sayAgain(address string) {
	s.edit(address, func(b *block) {
		b.createFirst = b.createFirst && !b.nameless // nothing would tell the two from another
		b.again, b.skip = s.word("again"), nil
		s.newOwnID(b)
	})
}

// newOwnID gives a new task another id of its own, if it has any, and if the user thinks of it.
func (s *workspace) newOwnID(b *block) {
	if b.customID != "" && s.chance(0.5) {
		b.customID = s.word("own")
	}
}
