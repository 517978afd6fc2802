package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"

	"golang.org/x/tools/benchmark/parse"
)

// reading is what the project's own benchmark says of reading, checking and digesting a CSV file of a million rows.
type reading struct {
	name    string
	speed   float64 // MB/s
	perRow  float64 // allocations
	content string
	// Of a list where a row is a few bytes, the speed is the promise: what is done with a number costs more than its bytes.
	isTarget bool
}

const benchmarkRows = 1_000_000

// readings are the benchmarks of internal/numberlist that are quoted.
var readings = []reading{
	{name: "BenchmarkCheckCSVPhones", content: "phones only", isTarget: true},
	{name: "BenchmarkCheckCSVAllColumns", content: "all columns", isTarget: true},
	{name: "BenchmarkCheckCSVQuoted", content: "CSV with quotes"},
	{name: "BenchmarkCheckSemicolons40Columns", content: "CSV with 40 columns"},
	{name: "BenchmarkCheckGB18030", content: "CSV in GB18030"},
	{name: "BenchmarkCheckUTF16", content: "CSV in UTF-16"},
	{name: "BenchmarkCheckJSONLines", content: "JSON Lines"},
	{name: "BenchmarkCheckJSONArray", content: "a JSON array"},
}

// measureReading runs them on one core.
func measureReading(ctx context.Context, root string) ([]reading, error) {
	command := exec.CommandContext(ctx, "go", "test", "-run=^$", "-bench=^BenchmarkCheck", "-cpu=1", "-count=3", "./internal/numberlist")
	command.Dir = root
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("running the benchmarks of internal/numberlist: %w", err)
	}
	measured := slices.Clone(readings)
	for i := range measured {
		r := &measured[i]
		if r.speed, r.perRow, err = medianOfBenchmark(r.name, output); err != nil {
			return nil, err
		}
	}
	return measured, nil
}

// medianOfBenchmark finds the results of a benchmark in the output of "go test -bench" and returns their medians.
func medianOfBenchmark(name string, output []byte) (speed, perRow float64, err error) {
	var speeds, allocations []float64
	for lines := bufio.NewScanner(bytes.NewReader(output)); lines.Scan(); {
		if result, err := parse.ParseLine(lines.Text()); err == nil && result.Name == name {
			speeds, allocations = append(speeds, result.MBPerS), append(allocations, float64(result.AllocsPerOp))
		}
	}
	if len(speeds) == 0 {
		return 0, 0, fmt.Errorf("the benchmarks of internal/numberlist have no result of %s", name)
	}
	return median(speeds), median(allocations) / benchmarkRows, nil
}
