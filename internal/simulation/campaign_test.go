package simulation

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
)

// configuration is what the user has written for the one resource of a schedule.
type configuration struct {
	settings protocoltest.Object // everything that only a new task can change
	desired  string              // desired_status, or empty
	customID string              // custom_task_id, or empty
	again    string              // call_again, or empty
	skip     []string            // skip_called_by
	entries  []entry
	format   string   // of the number file; wo when the numbers are write-only text, and empty when they are inline
	banned   []string // do_not_call_file
}

// entry is one number of a list.
type entry struct {
	phone                             string // as it is sent
	written                           string // as the user writes it
	time                              int64
	userID, memberID, customUUID, ext string
}

// The marks that personal data carries, so that it is recognised wherever it turns up.
const privateMark = "priv-"

func (c configuration) clone() configuration {
	c.settings = maps.Clone(c.settings)
	c.entries, c.banned, c.skip = slices.Clone(c.entries), slices.Clone(c.banned), slices.Clone(c.skip)
	return c
}

// listed reports whether a number is on the list, whether it may be called or not.
func (c configuration) listed(phone string) bool {
	return slices.ContainsFunc(c.entries, func(e entry) bool { return e.phone == phone })
}

// appendedTo reports whether the list is another one with entries appended, or the same one.
func (c configuration) appendedTo(other configuration) bool {
	now, before := c.toCall(), other.toCall()
	return len(now) >= len(before) && slices.Equal(now[:len(before)], before)
}

// toCall are the entries that may be called.
func (c configuration) toCall() []entry {
	if len(c.banned) == 0 {
		return c.entries
	}
	return slices.DeleteFunc(slices.Clone(c.entries), func(e entry) bool { return slices.Contains(c.banned, e.phone) })
}

// object is the configuration as Terraform passes it. Its files are written into dir.
func (c configuration) object(dir string) (protocoltest.Object, error) {
	object := maps.Clone(c.settings)
	if c.desired != "" {
		object["desired_status"] = c.desired
	}
	if c.customID != "" {
		object["custom_task_id"] = c.customID
	}
	if c.again != "" {
		object["call_again"] = c.again
	}
	if len(c.skip) > 0 {
		ids := make([]any, len(c.skip))
		for i, id := range c.skip {
			ids[i] = id
		}
		object["skip_called_by"] = ids
	}
	if len(c.banned) > 0 {
		path := filepath.Join(dir, "do_not_call.csv")
		object["do_not_call_file"] = path
		if err := os.WriteFile(path, []byte("phone\n"+strings.Join(c.banned, "\n")+"\n"), 0o600); err != nil {
			return nil, err
		}
	}
	switch c.format {
	case "wo":
		object["numbers_wo"] = string(c.file())
		return object, nil
	case "":
		list := make([]any, 0, len(c.entries))
		for _, e := range c.entries {
			list = append(list, e.object())
		}
		object["numbers"] = list
		return object, nil
	}
	path := filepath.Join(dir, "numbers."+c.format)
	object["numbers_file"] = path
	return object, os.WriteFile(path, c.file(), 0o600)
}

func (e entry) object() protocoltest.Object {
	object := protocoltest.Object{"phone": e.written}
	if e.time != 0 {
		object["time"] = e.time
	}
	for name, text := range map[string]string{"user_id": e.userID, "member_id": e.memberID, "custom_uuid": e.customUUID, "ext": e.ext} {
		if text != "" {
			object[name] = text
		}
	}
	return object
}

// file is the list as the number file holds it.
func (c configuration) file() []byte {
	var b strings.Builder
	if c.format == "jsonl" {
		encoder := json.NewEncoder(&b)
		for _, e := range c.entries {
			_ = encoder.Encode(map[string]any(e.object())) // strings and integers: it cannot fail
		}
		return []byte(b.String())
	}
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"ext", "phone", "time", "userid", "member_id", "customuuid"})
	for _, e := range c.entries {
		at := ""
		if e.time != 0 {
			at = strconv.FormatInt(e.time, 10)
		}
		_ = w.Write([]string{e.ext, e.written, at, e.userID, e.memberID, e.customUUID})
	}
	w.Flush()
	return []byte(b.String())
}

// String describes the configuration in a line.
func (c configuration) String() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(c.settings)) {
		parts = append(parts, fmt.Sprintf("%s=%v", name, c.settings[name]))
	}
	if c.desired != "" {
		parts = append(parts, "desired_status="+c.desired)
	}
	if c.customID != "" {
		parts = append(parts, "custom_task_id="+c.customID)
	}
	if c.again != "" {
		parts = append(parts, "call_again="+c.again)
	}
	if len(c.skip) > 0 {
		parts = append(parts, fmt.Sprintf("skip_called_by=%v", c.skip))
	}
	where := c.format
	if where == "" {
		where = "inline"
	}
	if len(c.banned) > 0 {
		parts = append(parts, fmt.Sprintf("do_not_call=%v", c.banned))
	}
	list := make([]string, 0, min(len(c.entries), 45))
	for i, e := range c.entries {
		if i == 45 {
			list = append(list, "…")
			break
		}
		list = append(list, e.String())
	}
	return fmt.Sprintf("%s; %d numbers %s: %s", strings.Join(parts, " "), len(c.entries), where, strings.Join(list, " "))
}

// String shows the number and, shortened, the fields that it has.
func (e entry) String() string {
	text := e.phone
	for i, value := range []string{e.userID, e.memberID, e.customUUID, e.ext} {
		if value != "" {
			text += "/" + "umcx"[i:i+1] + strings.TrimPrefix(value[:min(len(value), 12)], privateMark)
		}
	}
	if e.time != 0 {
		text += "/t" + strconv.FormatInt(e.time, 10)
	}
	return text
}

// newConfiguration makes a random campaign.
func (w *fixture) newConfiguration() configuration {
	c := configuration{settings: protocoltest.Object{
		"assign_type":  pick(w, "extension", "queue", "extension_group"),
		"assign_agent": pick(w, "1001", "renewals-team"),
		"task_scale":   pick(w, "1:1", "1:2", "3:10"),
	}}
	for _, name := range []string{"name", "concurrent", "scale_mode", "caller_numbers", "multi_call", "times"} {
		if w.chance(0.2) {
			w.set(&c, name)
		}
	}
	c.desired = pick(w, "running", "running", "running", "not_started", "")
	if w.chance(0.4) {
		c.customID = "campaign-" + strconv.FormatUint(w.rng.Uint64N(100), 10)
	}
	// Inline numbers are slow in the plugin framework, and short lists of them show as much as long ones.
	c.format = pick(w, "csv", "csv", "csv", "jsonl", "jsonl", "wo", "wo", "")

	switch w.rng.IntN(400) {
	case 0: // more numbers than one call takes
		c.format = "csv"
		for i := range 10_001 + w.rng.IntN(2000) {
			phone := fmt.Sprintf("139%08d", i)
			c.entries = append(c.entries, entry{phone: phone, written: phone})
		}
		w.large = true
	case 1: // more bytes than one call takes
		c.format = "csv"
		for range 1080 + w.rng.IntN(80) {
			e := w.newEntry()
			e.ext = privateMark + strings.Repeat("x", 3990)
			c.entries = append(c.entries, e)
		}
		w.large = true
	default:
		most := pick(w, 3, 8, 8, 20, 40)
		if c.format == "" {
			most = 4
		}
		for range 1 + w.rng.IntN(most) {
			c.entries = append(c.entries, w.newEntry())
		}
	}
	return c
}

// set gives one optional setting another value, or takes it away.
func (w *fixture) set(c *configuration, name string) {
	switch name {
	case "name":
		c.settings["name"] = "campaign " + strconv.Itoa(w.rng.IntN(1000))
	case "task_scale":
		c.settings["task_scale"] = fmt.Sprintf("%d:%d", 1+w.rng.IntN(9), 1+w.rng.IntN(9))
	case "concurrent":
		c.settings["concurrent"] = 1 + w.rng.IntN(200)
	case "scale_mode":
		c.settings["scale_mode"] = pick(w, "auto", "manual")
	case "caller_numbers":
		c.settings["caller_numbers"] = []any{"02120280001", "0212028" + strconv.Itoa(1000+w.rng.IntN(9000))}
	case "multi_call":
		c.settings["multi_call"] = protocoltest.Object{"type": pick(w, "all", "unanswered"), "max_rounds": 2, "interval": 60}
	case "times":
		now := w.platform.Now()
		delete(c.settings, "scheduled_time")
		delete(c.settings, "paused_time")
		start := now.Add(time.Duration(w.rng.IntN(40)-10) * time.Hour)
		if w.chance(0.7) {
			c.settings["scheduled_time"] = start.Format(time.DateTime)
		}
		if w.chance(0.7) {
			c.settings["paused_time"] = start.Add(time.Duration(1+w.rng.IntN(20)) * time.Hour).Format(time.DateTime)
		}
	}
}

// newEntry makes an entry with a number that was never used before.
func (w *fixture) newEntry() entry {
	return w.entryOf(w.newPhone(w.chance(0.08)))
}

// newCallable makes one that the platform accepts.
func (w *fixture) newCallable() entry { return w.entryOf(w.newPhone(false)) }

func (w *fixture) entryOf(phone string) entry {
	e := entry{phone: phone}
	e.written = e.phone
	if n := len(e.phone); w.chance(0.1) {
		e.written = e.phone[:n-4] + pick(w, "-", " ") + e.phone[n-4:]
	}
	w.setFields(&e)
	return e
}

// setFields gives an entry other fields beside its number.
func (w *fixture) setFields(e *entry) {
	text := func() string {
		if w.chance(0.7) {
			return ""
		}
		return privateMark + strconv.Itoa(w.rng.IntN(50))
	}
	e.userID, e.memberID, e.customUUID, e.ext = text(), text(), text(), text()
	e.time = 0
	if w.chance(0.1) {
		e.time = w.platform.Now().Add(time.Duration(w.rng.IntN(50)-1) * time.Hour).Unix()
	}
}

// newPhone makes a number that was never used before. No two share their last seven digits, so that
// none can be taken for another one in another spelling.
func (w *fixture) newPhone(rejected bool) string {
	w.phones++
	tail := fmt.Sprintf("%07d", 1_000_000+(w.phones*104_729)%9_000_000)
	if rejected {
		return "0009" + tail
	}
	return pick(w, "1380", "1371", "1362", "+861353", "021") + tail
}

// changeNumbers edits the list.
func (w *fixture) changeNumbers(c *configuration) {
	for range 1 + w.rng.IntN(3) {
		switch n := len(c.entries); w.rng.IntN(9) {
		case 0, 1:
			for range 1 + w.rng.IntN(4) {
				c.entries = append(c.entries, w.newEntry())
			}
		case 2, 3:
			if gone := 1 + w.rng.IntN(3); n > gone {
				at := w.rng.IntN(n - gone)
				w.formerly = append(w.formerly, c.entries[at:at+gone]...)
				c.entries = slices.Delete(c.entries, at, at+gone)
			}
		case 4, 5:
			w.setFields(&c.entries[w.rng.IntN(n)])
		case 6, 7: // somebody who was taken off the list comes back
			if m := len(w.formerly); m > 0 {
				if back := w.formerly[w.rng.IntN(m)]; !c.listed(back.phone) {
					c.entries = append(c.entries, back)
				}
			}
		case 8: // somebody does not want to be called, or wants to be called again
			if len(c.banned) > 0 && w.chance(0.4) {
				c.banned = c.banned[1:]
			} else if phone := c.entries[w.rng.IntN(n)].phone; !slices.Contains(c.banned, phone) {
				c.banned = append(c.banned, phone)
			}
		}
	}
	if w.chance(0.1) && !w.large {
		c.format = pick(w, "csv", "jsonl", "wo")
	}
}
