package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestListsAreMadeOfDifferentNumbersAndGrowAtTheEnd(t *testing.T) {
	t.Parallel()
	const size = 2*perCall + 1
	path := filepath.Join(t.TempDir(), "list.csv")
	for _, step := range [][2]int{{0, size}, {size, size + appended}} {
		if err := writeList(path, step[0], step[1]); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(string(text)), "\n")
	if rows[0] != "phone,user_id" || len(rows) != 1+size+appended {
		t.Errorf("%d rows, header %s", len(rows), rows[0])
	}
	phones := map[string]bool{}
	for _, row := range rows[1:] {
		phone, _, _ := strings.Cut(row, ",")
		phones[phone] = true
	}
	if len(phones) != size+appended {
		t.Errorf("%d different numbers", len(phones))
	}

	lists, err := parts(size)
	if err != nil {
		t.Fatal(err)
	}
	var posted []string
	for _, list := range lists {
		var entries []entry
		if err := json.Unmarshal(list, &entries); err != nil || len(entries) > perCall {
			t.Fatalf("%d entries in a part, %v", len(entries), err)
		}
		for _, e := range entries {
			posted = append(posted, e.Phone+","+e.UserID)
		}
	}
	if !slices.Equal(posted, rows[1:1+size]) {
		t.Error("the bare program does not post the list that the provider reads")
	}
}

func TestReportTellsWhichTargetsHold(t *testing.T) {
	t.Parallel()
	took := func(d time.Duration, calls int) step { return step{took: d, calls: calls} }
	one := sample{apply: took(time.Second, 6), plan: took(time.Second, 2), extend: took(time.Second, 5), destroy: took(time.Second, 5), state: 2000}
	list := sample{apply: took(3*time.Second, 105), plan: took(2*time.Second, 2), extend: took(4*time.Second, 5), destroy: took(time.Second, 5),
		peak: 90e6, state: 2000, floor: 2 * time.Second}
	r := &report{runs: 1, sizes: []int{1, 1_000_000}, pairs: map[int][]pair{1: {{one, one}}, 1_000_000: {{one, list}}},
		reading: []reading{{content: "phones only", speed: 99.9, perRow: 0.001, isTarget: true}}}
	var out strings.Builder
	if err := r.print(&out); err != nil {
		t.Fatal(err)
	}
	verdicts := map[string]string{}
	for line := range strings.Lines(out.String()) {
		cells := strings.Split(line, "|")
		if len(cells) == 6 {
			verdicts[strings.TrimSpace(cells[1])] = strings.TrimSpace(cells[3]) + " " + strings.TrimSpace(cells[4])
		}
	}
	for what, want := range map[string]string{
		"apply of 100,000 / apply of one":                  "", // not measured
		"apply of 1,000,000 / (bare posts + apply of one)": "1 × holds",
		"plan of 1,000,000 without changes / that of one":  "2 × holds",
		"append of 1,000 to 1,000,000, API calls":          "5 holds",
		"append of 1,000 to 1,000,000 / apply of one":      "4 × MISSED",
		"peak memory with 1,000,000":                       "90 MB holds",
		"state at every size":                              "2 kB holds",
		"reading, checking and digesting CSV, phones only": "99.90 MB/s MISSED",
		"allocations per row of CSV, phones only":          "0.0010 holds",
	} {
		if verdicts[what] != want {
			t.Errorf("%s: %q, want %q", what, verdicts[what], want)
		}
	}
	if !strings.Contains(out.String(), "| 1,000,000 | 3.00 s (3.00 ×) | 2.00 s (2.00 ×) | 4.00 s (4.00 ×) | 1.00 s (1.00 ×) | 2.00 s     | 1.00 ×") {
		t.Error(out.String())
	}
}

func TestMedianIsTheMiddle(t *testing.T) {
	t.Parallel()
	if m := median([]float64{9, 1, 2}); m != 2 {
		t.Error(m)
	}
	if m := median([]float64{9, 1, 2, 4}); m != 3 {
		t.Error(m)
	}
}

func TestSizesAreSortedAndChecked(t *testing.T) {
	t.Parallel()
	if sizes, err := parseSizes("1000, 1,1000"); err != nil || !slices.Equal(sizes, []int{1, 1000}) {
		t.Error(sizes, err)
	}
	for _, list := range []string{"", "0", "-1", "1,,2", "x", "10000001"} {
		if _, err := parseSizes(list); err == nil {
			t.Errorf("%q is accepted", list)
		}
	}
}

func TestFiguresOfOtherProgramsAreRead(t *testing.T) {
	t.Parallel()
	if peak := highWaterMark([]byte("Name:\tx\nVmHWM:\t   92160 kB\nVmRSS:\t 100 kB\n")); peak != 90<<20 {
		t.Error(peak)
	}
	const output = `goos: linux
BenchmarkCheckCSVPhones     	      18	 129154930 ns/op	  92.91 MB/s	48676912 B/op	    1114 allocs/op
BenchmarkCheckCSVPhones     	      18	 129154930 ns/op	 110.5 MB/s	48676912 B/op	    1115 allocs/op
BenchmarkCheckCSVPhones     	      18	 129154930 ns/op	 112 MB/s	48676912 B/op	    1116 allocs/op
BenchmarkCheckCSVPhonesToo  	      18	 129154930 ns/op	 1 MB/s	48676912 B/op	    1 allocs/op
`
	if speed, perRow, err := medianOfBenchmark("BenchmarkCheckCSVPhones", []byte(output)); err != nil || speed != 110.5 || perRow != 0.001115 {
		t.Error(speed, perRow, err)
	}
	if _, _, err := medianOfBenchmark("BenchmarkOther", []byte(output)); err == nil {
		t.Error("a benchmark that was not run has a result")
	}
}
