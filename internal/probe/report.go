package probe

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// Row is what was seen of one assumption.
type Row struct {
	// Name is short and stable.
	Name string `json:"name"`
	// Assumption is what the provider builds on.
	Assumption string `json:"assumption"`
	// Result is "as assumed", "coped with", "matters", "not tried" or "unclear".
	Result string `json:"result"`
	// Seen is what the platform does; Means is what comes of it for the provider, empty where all is as assumed.
	Seen  string `json:"seen"`
	Means string `json:"means,omitempty"`
}

// Report is what a run has seen. It holds words of this package and small figures only.
type Report struct {
	Rows []Row `json:"rows"`

	found findings
	heard *heard
}

// report puts together what was seen.
func (p *prober) report() *Report {
	p.shapes.find(p.found)
	p.found.first("kept-connections", sign{p.lost >= 3 && 2*p.lost > p.reads, "dropped"}, sign{true, "kept"})
	p.heard.secret(p.config.Client.Token, p.config.Client.AppID, p.config.Client.AccessKey)
	if p.config.Task != nil {
		p.heard.secret(p.config.Task.Phone)
	}
	r := &Report{found: p.found, heard: &p.heard}
	for i := range assumptions {
		a := &assumptions[i]
		if !p.found.has(a.name) {
			p.found.first(a.name, sign{p.config.Task == nil && isOfOwnTask(a.name), "not-tried"}, sign{true, "nothing"})
		}
		r.Rows = append(r.Rows, p.found[a.name].row(a))
	}
	return r
}

func isOfOwnTask(name string) bool {
	for i := range taskAssumptions {
		if taskAssumptions[i].name == name {
			return true
		}
	}
	return false
}

func (f finding) row(a *assumption) Row {
	return Row{Name: a.name, Assumption: a.text, Result: string(f.level), Seen: f.text(a), Means: f.means}
}

// OutOfSight is what a probe cannot see, and why. Each begins with the words of the mock's dialect for it.
var OutOfSight = []struct{ What, Why string }{
	{"remove-called, refuse-removal-of-called: what becomes of called numbers that are removed", "nobody is called"},
	{"deadline-pauses: what happens at paused_time", "no task is started"},
	{"drop-numbers, drops-count-as-success: numbers that are lost without a word", "which numbers these are is not known, and only one's own is sent"},
	{"task-lag, number-lag, state-lag and timings: lists that lag, and late effects", "they come and go with the load"},
	{"new-names-need-login, plain-queue-names: how new groups and queues are named, and when they are known", "none is made"},
	{"called-is-now, swap-number-filter: which numbers count as called", "nobody is called"},
	{"total-of-page: whether totals are those of the page", "lists are read to their end"},
	{"zero-times, escape-names, php-warnings: how names and times that have not come are written, and what PHP says beside a reply", "it is read over"},
	{"purge-after: when ended tasks are forgotten", "it takes days to see"},
}

// WriteTable writes the report for people.
func (r *Report) WriteTable(to io.Writer) error {
	return r.checked(to, func(to io.Writer) error {
		table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
		notSeen := map[string][]string{}
		for _, row := range r.Rows {
			if row.Result == string(notTried) {
				notSeen[row.Seen] = append(notSeen[row.Seen], row.Name)
				continue
			}
			fmt.Fprintf(table, "%s\t%s\t%s: %s\n", row.Name, row.Result, row.Assumption, row.Seen)
			if row.Means != "" {
				fmt.Fprintf(table, "\t\t  → %s\n", row.Means)
			}
		}
		if err := table.Flush(); err != nil {
			return err
		}
		for _, why := range slices.Sorted(maps.Keys(notSeen)) {
			fmt.Fprintf(to, "\nNot tried, %s:\n  %s\n", why, strings.Join(notSeen[why], ", "))
		}
		fmt.Fprintln(to, "\nWhat no probe can see:")
		for _, o := range OutOfSight {
			fmt.Fprintf(to, "  %s (%s)\n", o.What, o.Why)
		}
		return nil
	})
}

// WriteJSON writes the report for programs.
func (r *Report) WriteJSON(to io.Writer) error {
	return r.checked(to, func(to io.Writer) error { return writeJSON(to, r) })
}

func writeJSON(to io.Writer, value any) error {
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// bytesText writes a number of bytes with a comma after each three digits.
func bytesText(measure string) string {
	for i := len(measure) - 3; i > 0; i -= 3 {
		measure = measure[:i] + "," + measure[i:]
	}
	return measure + " bytes"
}

func ageText(hours string) string {
	n, err := strconv.Atoi(hours)
	if err != nil {
		return hours
	}
	return fmt.Sprintf("%d days", n/24)
}

// zoneText writes minutes ahead of UTC as +08:00.
func zoneText(minutes string) string {
	n, err := strconv.Atoi(minutes)
	if err != nil {
		return minutes
	}
	sign := "+"
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%02d:%02d", sign, n/60, n%60)
}

// words is everything that a report can say, without its figures.
func words() string {
	var all strings.Builder
	for i := range assumptions {
		a := &assumptions[i]
		fmt.Fprintln(&all, a.name, a.text)
		for _, v := range append(a.values, needsTask, nothing, unknown) {
			fmt.Fprintln(&all, v.key, v.level, v.seen, v.means, v.plays)
		}
	}
	for _, o := range OutOfSight {
		fmt.Fprintln(&all, o.What, o.Why)
	}
	return all.String()
}
