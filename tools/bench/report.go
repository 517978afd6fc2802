package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// report is everything that was measured.
type report struct {
	machine string
	// Of the last minute; empty where the system does not tell.
	loadBefore, loadAfter string

	runs    int
	sizes   []int
	startup startup
	reading []reading
	pairs   map[int][]pair
	loads   []load
}

// add takes a pair over. Every pair has a sample of a single number.
func (r *report) add(size int, p pair) {
	if size > 1 {
		r.pairs[size] = append(r.pairs[size], p)
	}
	r.pairs[1] = append(r.pairs[1], pair{p.one, p.one})
}

// measure is a figure of one pair; its median over all runs is what is printed.
type measure func(pair) float64

func (r *report) median(size int, of measure) float64 {
	values := make([]float64, len(r.pairs[size]))
	for i, p := range r.pairs[size] {
		values[i] = of(p)
	}
	return median(values)
}

func (r *report) print(to io.Writer) error {
	var out strings.Builder
	fmt.Fprintf(&out, "%s; medians of %d\n", r.machine, r.runs)
	if r.loadBefore != "" {
		fmt.Fprintf(&out, "load average before: %s, after: %s (the benchmark itself makes about 1)\n", r.loadBefore, r.loadAfter)
	}
	fmt.Fprintln(&out)
	writeTable(&out, r.sizesTable())
	fmt.Fprintf(&out, "\nSeconds of whole commands. Ratios: apply and append to the apply of one number, plan and destroy to those of one number,\n"+
		"each with a sample taken just before. Bare posts: the same parts from memory. Peak memory: VmHWM of the largest provider\n"+
		"process, read from /proc. API calls of apply, plan, append, destroy, log-ins included.\n\n")
	writeTable(&out, r.targetsTable())
	fmt.Fprintf(&out, "\nProvider: %.1f MB program; listens after %.0f ms, has answered GetProviderSchema after %.0f ms\n",
		float64(r.startup.size)/1e6, 1e3*r.startup.listens.Seconds(), 1e3*r.startup.answers.Seconds())
	_, err := io.WriteString(to, out.String())
	return err
}

func (r *report) sizesTable() [][]string {
	rows := make([][]string, 0, 1+len(r.sizes))
	rows = append(rows, []string{
		"numbers", "apply", "plan, no change", "append 1,000", "destroy",
		"bare posts", "apply / (bare posts + one)", "peak memory", "state", "API calls",
	})
	for _, size := range r.sizes {
		timed := func(of, by measure) string {
			ratio := r.median(size, func(p pair) float64 { return of(p) / by(p) })
			return fmt.Sprintf("%.2f s (%.2f ×)", r.median(size, of), ratio)
		}
		s := r.pairs[size][0].list // counts do not vary
		row := []string{
			thousands(size),
			timed(applyTime, applyOfOne),
			timed(planTime, planOfOne),
			timed(extendTime, applyOfOne),
			timed(destroyTime, destroyOfOne),
			"", "",
			"",
			fmt.Sprintf("%.1f kB", r.median(size, stateSize)/1e3),
			fmt.Sprintf("%d / %d / %d / %d", s.apply.calls, s.plan.calls, s.extend.calls, s.destroy.calls),
		}
		if size > 1 {
			row[5] = fmt.Sprintf("%.2f s", r.median(size, floorTime))
			row[6] = fmt.Sprintf("%.2f ×", r.median(size, applyOverFloor))
		}
		if peak := r.median(size, peakMemory); peak > 0 {
			row[7] = fmt.Sprintf("%.0f MB", peak/1e6)
		}
		rows = append(rows, row)
	}
	return rows
}

func applyTime(p pair) float64      { return p.list.apply.took.Seconds() }
func applyOfOne(p pair) float64     { return p.one.apply.took.Seconds() }
func planTime(p pair) float64       { return p.list.plan.took.Seconds() }
func planOfOne(p pair) float64      { return p.one.plan.took.Seconds() }
func extendTime(p pair) float64     { return p.list.extend.took.Seconds() }
func extendCalls(p pair) float64    { return float64(p.list.extend.calls) }
func destroyTime(p pair) float64    { return p.list.destroy.took.Seconds() }
func destroyOfOne(p pair) float64   { return p.one.destroy.took.Seconds() }
func floorTime(p pair) float64      { return p.list.floor.Seconds() }
func peakMemory(p pair) float64     { return float64(p.list.peak) }
func stateSize(p pair) float64      { return float64(p.list.state) }
func applyOverFloor(p pair) float64 { return applyTime(p) / (floorTime(p) + applyOfOne(p)) }

func ratio(of, by measure) measure { return func(p pair) float64 { return of(p) / by(p) } }

// target is a promise of docs/guides/scale.md.
type target struct {
	size   int
	what   string
	limit  float64
	unit   string
	figure measure
}

var targets = []target{
	{10_000, "apply of 10,000 / apply of one", 1.3, "×", ratio(applyTime, applyOfOne)},
	{100_000, "apply of 100,000 / apply of one", 2, "×", ratio(applyTime, applyOfOne)},
	{1_000_000, "apply of 1,000,000 / (bare posts + apply of one)", 1.4, "×", applyOverFloor},
	{1_000_000, "plan of 1,000,000 without changes / that of one", 2, "×", ratio(planTime, planOfOne)},
	{1_000_000, "append of 1,000 to 1,000,000, API calls", 6, "", extendCalls},
	{1_000_000, "append of 1,000 to 1,000,000 / apply of one", 3, "×", ratio(extendTime, applyOfOne)},
	{1_000_000, "peak memory with 1,000,000", 100, "MB", func(p pair) float64 { return peakMemory(p) / 1e6 }},
}

const (
	stateLimit   = 8    // kB, at every size
	speedLimit   = 100  // MB/s, at least
	perRowLimit  = 0.01 // allocations: those that come once for a thousand rows are not per row
	targetHolds  = "holds"
	targetMissed = "MISSED"
)

// targetsTable leaves out targets of sizes that were not measured.
func (r *report) targetsTable() [][]string {
	rows := [][]string{{"target", "limit", "figure", ""}}
	add := func(what, limit, figure string, holds bool) {
		verdict := targetMissed
		if holds {
			verdict = targetHolds
		}
		rows = append(rows, []string{what, limit, figure, verdict})
	}
	for _, t := range targets {
		if len(r.pairs[t.size]) == 0 {
			continue
		}
		figure := r.median(t.size, t.figure)
		add(t.what, "≤ "+quantity(t.limit, t.unit), quantity(figure, t.unit), figure <= t.limit)
	}
	var state float64
	for _, size := range r.sizes {
		state = max(state, r.median(size, stateSize)/1e3)
	}
	add("state at every size", "≤ "+quantity(stateLimit, "kB"), quantity(state, "kB"), state <= stateLimit)
	for _, l := range r.loads {
		add("peak memory of "+l.what, "≤ "+quantity(l.limit, "MB"), quantity(float64(l.peak)/1e6, "MB"), float64(l.peak)/1e6 <= l.limit)
	}
	for _, b := range r.reading {
		if !b.isTarget {
			rows = append(rows, []string{"reading, checking and digesting " + b.content, "", quantity(b.speed, "MB/s"), ""})
			continue
		}
		add("reading, checking and digesting CSV, "+b.content, "≥ "+quantity(speedLimit, "MB/s"), quantity(b.speed, "MB/s"), b.speed >= speedLimit)
		add("allocations per row of CSV, "+b.content, "< "+quantity(perRowLimit, ""), strconv.FormatFloat(b.perRow, 'f', 4, 64), b.perRow < perRowLimit)
	}
	return rows
}

// quantity writes a figure with its unit, to three digits or so.
func quantity(value float64, unit string) string {
	decimals := 2
	if value >= 100 || value == float64(int(value)) {
		decimals = 0
	}
	return strings.TrimSpace(strconv.FormatFloat(value, 'f', decimals, 64) + " " + unit)
}

// writeTable writes a Markdown table whose columns stand under each other as text, too.
func writeTable(out *strings.Builder, rows [][]string) {
	table := tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)
	rule := slices.Repeat([]string{"---"}, len(rows[0]))
	for _, row := range slices.Insert(slices.Clone(rows), 1, rule) {
		_, _ = fmt.Fprintf(table, "| %s\t|\n", strings.Join(row, "\t| "))
	}
	_ = table.Flush() // A builder takes everything.
}

// thousands writes a count with commas.
func thousands(n int) string { return message.NewPrinter(language.English).Sprint(n) }

// median returns the middle value, or the mean of the two in the middle.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
