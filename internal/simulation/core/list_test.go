package core

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// campaignFile is what the user has written.
type campaignFile struct {
	variant int // stands for all that only a new task can change
	running bool
	people  []person
	again   int      // stands for the text of call_again
	skip    []string // skip_called_by
}

// person is one entry of the list.
type person = numberlist.Entry

func (c campaignFile) clone() campaignFile {
	c.people, c.skip = slices.Clone(c.people), slices.Clone(c.skip)
	return c
}

// list is the checked list.
func (c campaignFile) list(prefix int) (*numberlist.List, error) {
	return numberlist.Check(context.Background(), numberlist.Inline(c.people), numberlist.CheckOptions{KeepSet: true, PrefixCount: prefix})
}

// task has TaskCreat's parameters.
func (c campaignFile) task() yccall.CreateTask {
	return yccall.CreateTask{
		AssignType: yccall.AssignExtensionGroup, AssignAgent: "renewals-team", TaskScale: fmt.Sprintf("1:%d", c.variant+1),
		Name: campaignName, CustomTaskID: c.customID(),
	}
}

func (c campaignFile) String() string {
	texts := make([]string, len(c.people))
	for i, p := range c.people {
		texts[i] = p.Phone
		for _, field := range []string{p.UserID, p.Ext} {
			if field != "" {
				texts[i] += "/" + field
			}
		}
	}
	return fmt.Sprintf("settings %d, running %t, again %d, skip %v, %d numbers: %s", c.variant, c.running, c.again, c.skip, len(c.people), strings.Join(texts, " "))
}

func (w *world) newCampaignFile() campaignFile {
	c := campaignFile{running: w.chance(0.85)}
	for range 1 + w.rng.IntN(pick(w, 2, 8, 8, 20)) {
		c.people = append(c.people, w.newPerson())
	}
	return c
}

// newPerson makes somebody up who was never on a list.
func (w *world) newPerson() person {
	w.user.people++
	tail := fmt.Sprintf("%07d", 1_000_000+(w.user.people*104_729)%9_000_000)
	head := pick(w, "1380", "1371", "+861362")
	if w.chance(0.07) {
		head = "0009" // which the platform rejects
	}
	p := person{Phone: head + tail}
	w.setFields(&p)
	return p
}

// setFields gives an entry other fields beside its number. Those called ext are not shown by the platform.
func (w *world) setFields(p *person) {
	text := func(prefix string) string {
		if w.chance(0.7) {
			return ""
		}
		return prefix + strconv.Itoa(w.rng.IntN(9))
	}
	p.UserID, p.Ext = text("u"), text("x")
}

// changeList edits the list.
func (w *world) changeList(c *campaignFile) {
	for range 1 + w.rng.IntN(3) {
		switch n := len(c.people); w.rng.IntN(8) {
		case 0, 1, 2:
			for range 1 + w.rng.IntN(4) {
				c.people = append(c.people, w.newPerson())
			}
		case 3:
			w.takeOff(c, 1+w.rng.IntN(2))
		case 4, 5:
			w.setFields(&c.people[w.rng.IntN(n)])
		case 6:
			w.putBack(c)
		case 7: // somebody's number is written in another way
			p := &c.people[w.rng.IntN(n)]
			p.Phone = respelled(p.Phone)
		}
	}
}

// takeOff takes people off the list, unless nobody would be left.
func (w *world) takeOff(c *campaignFile, gone int) {
	if n := len(c.people); n > gone {
		at := w.rng.IntN(n - gone)
		w.user.formerly = append(w.user.formerly, c.people[at:at+gone]...)
		c.people = slices.Delete(c.people, at, at+gone)
	}
}

// takeOffCalled takes everybody off the list who was called.
func (w *world) takeOffCalled(c *campaignFile) {
	c.people = slices.DeleteFunc(c.people, func(p person) bool {
		called := len(w.platform.CallsOf(p.Phone)) > 0
		if called {
			w.user.formerly = append(w.user.formerly, p)
		}
		return called
	})
	if len(c.people) == 0 {
		c.people = append(c.people, w.newPerson())
	}
}

// putBack puts somebody on the list who was taken off it.
func (w *world) putBack(c *campaignFile) {
	if m := len(w.user.formerly); m > 0 {
		if back := w.user.formerly[w.rng.IntN(m)]; !c.has(back.Phone) {
			c.people = append(c.people, back)
		}
	}
}

// has reports whether somebody is on the list, in whatever spelling.
func (c campaignFile) has(phone string) bool {
	who := yccalltest.Person(phone)
	return slices.ContainsFunc(c.people, func(p person) bool { return yccalltest.Person(p.Phone) == who })
}

// respelled writes a number with a country's calling code, or without.
func respelled(phone string) string {
	switch {
	case yccalltest.RejectUnroutable(phone):
		return phone
	case strings.HasPrefix(phone, "+86"):
		return phone[3:]
	default:
		return "+86" + phone
	}
}
