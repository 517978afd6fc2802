package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
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
	measured := make([]reading, len(readings))
	for i, r := range readings {
		if r.speed, r.perRow, err = parseBenchmark(r.name, output); err != nil {
			return nil, err
		}
		measured[i] = r
	}
	return measured, nil
}

// parseBenchmark finds the results of a benchmark in the output of "go test -bench" and returns their medians.
func parseBenchmark(name string, output []byte) (speed, perRow float64, err error) {
	line := regexp.MustCompile(`(?m)^` + name + `\s.*\s([0-9.]+) MB/s.*\s([0-9]+) allocs/op$`)
	var speeds, allocations []float64
	for _, match := range line.FindAllSubmatch(output, -1) {
		speed, err := strconv.ParseFloat(string(match[1]), 64)
		if err != nil {
			return 0, 0, err
		}
		allocated, err := strconv.ParseFloat(string(match[2]), 64)
		if err != nil {
			return 0, 0, err
		}
		speeds, allocations = append(speeds, speed), append(allocations, allocated)
	}
	if len(speeds) == 0 {
		return 0, 0, fmt.Errorf("the benchmarks of internal/numberlist have no result of %s", name)
	}
	return median(speeds), median(allocations) / benchmarkRows, nil
}
