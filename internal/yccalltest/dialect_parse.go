package yccalltest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// DialectSetting is a setting of [ParseDialect] that takes a value.
type DialectSetting struct {
	Name, Value, Help string
	set               func(d *Dialect, value string) error
}

var dialectSettings = []DialectSetting{
	{"max-page-size", "N", "largest itemsperpage (1000)",
		func(d *Dialect, v string) (err error) { d.MaxPageSize, err = parsePositive(v); return err }},
	{"fails-above", "N", "a page of more than N rows ends in HTTP 504",
		func(d *Dialect, v string) (err error) { d.FailsAbove, err = parsePositive(v); return err }},
	{"max-body", "BYTES", "a larger body is answered with HTTP 413, as nginx does above 1048576",
		func(d *Dialect, v string) error { n, err := parsePositive(v); d.MaxBody = int64(n); return err }},
	{"post-max-size", "BYTES", "a larger body loses all its fields, as in PHP (8388608)",
		func(d *Dialect, v string) error { n, err := parsePositive(v); d.PostMaxSize = int64(n); return err }},
	{"max-customtaskid", "N", "longest customtaskid where it is cut or refused (32)",
		func(d *Dialect, v string) (err error) { d.MaxCustomID, err = parsePositive(v); return err }},
	{"phone-prefix", "TEXT", "numbers are read back with TEXT in front",
		func(d *Dialect, v string) error { d.PhonePrefix = v; return nil }},
	{"drop-numbers", "PREFIX", "numbers that begin so are dropped without a word (repeatable)",
		func(d *Dialect, v string) error { d.DropNumbers = append(d.DropNumbers, v); return nil }},
	{"task-lag", "TIME", "new tasks are listed so late",
		func(d *Dialect, v string) (err error) { d.Lag.Tasks, err = parseDuration(v); return err }},
	{"number-lag", "TIME", "changes of numbers and counts are listed so late",
		func(d *Dialect, v string) (err error) { d.Lag.Numbers, err = parseDuration(v); return err }},
	{"state-lag", "TIME", "changes of a task's run state are listed so late",
		func(d *Dialect, v string) (err error) { d.Lag.RunStates, err = parseDuration(v); return err }},
	{"recent-tasks", "TIME", "TaskList shows only tasks so young, unless createtime is given",
		func(d *Dialect, v string) (err error) { d.RecentTasks, err = parseDuration(v); return err }},
	{"purge-after", "TIME", "a task is forgotten so long after its end",
		func(d *Dialect, v string) (err error) { d.PurgeAfter, err = parseDuration(v); return err }},
}

// DialectSettings lists the settings of [ParseDialect] that take a value.
func DialectSettings() []DialectSetting { return slices.Clone(dialectSettings) }

// ParseDialect reads a comma-separated list of habits and settings, such as "old-rows,string-ints,number-lag=40s". An
// empty text is the zero Dialect. Timings are read by [ParseServiceTiming].
func ParseDialect(text string) (Dialect, error) {
	var d Dialect
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		if err := d.add(part); err != nil {
			return Dialect{}, err
		}
	}
	return d, nil
}

func (d *Dialect) add(part string) error {
	name, value, isSetting := strings.Cut(part, "=")
	for i, habit := range habits {
		if habit.name == part {
			d.Habits |= 1 << i
			return nil
		}
	}
	for _, setting := range dialectSettings {
		if isSetting && setting.Name == name && value != "" {
			if err := setting.set(d, value); err != nil {
				return fmt.Errorf("dialect %s: %w", name, err)
			}
			return nil
		}
	}
	return fmt.Errorf("unknown dialect %q", part)
}

func parsePositive(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err == nil && n < 1 {
		err = fmt.Errorf("%d is not positive", n)
	}
	return n, err
}
