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
}

const benchmarkRows = 1_000_000

// readings are the benchmarks of internal/numberlist that are quoted.
var readings = []reading{
	{name: "BenchmarkCheckCSVPhones", content: "phones only"},
	{name: "BenchmarkCheckCSVAllColumns", content: "all columns"},
}

// measureReading runs them on one core.
func measureReading(ctx context.Context, root string) ([]reading, error) {
	command := exec.CommandContext(ctx, "go", "test", "-run=^$", "-bench=^BenchmarkCheckCSV(Phones|AllColumns)$", "-cpu=1", "-count=3", "./internal/numberlist")
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
