package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// watchInterval is how often the processes are looked at. The kernel keeps their high-water marks itself, so only a
// peak in the last moments of a process can be missed.
const watchInterval = 20 * time.Millisecond

// watchMemory begins to follow the memory of all processes of a program that the CLI will start. What it returns ends
// this and gives the highest mark in bytes: 0 if no process was seen, as where there is no /proc as on Linux.
func watchMemory(program string) (end func() int64) {
	if resolved, err := filepath.EvalSymlinks(program); err == nil {
		program = resolved
	}
	stop, peak := make(chan struct{}), make(chan int64)
	go func() {
		var highest int64
		for tick := time.Tick(watchInterval); ; {
			select {
			case <-stop:
				peak <- highest
				return
			case <-tick:
				highest = max(highest, highestMark(program))
			}
		}
	}()
	return func() int64 {
		close(stop)
		return <-peak
	}
}

// highestMark is the highest of the marks (VmHWM) of the processes that run now.
func highestMark(program string) (peak int64) {
	processes, _ := filepath.Glob("/proc/[0-9]*") // the pattern is well formed
	for _, process := range processes {
		// A process that was forked and is not the program yet still counts the memory of its parent.
		if running, err := os.Readlink(process + "/exe"); err == nil && running == program {
			status, _ := os.ReadFile(process + "/status") //nolint:gosec // Of a process that was found; empty if it has ended.
			peak = max(peak, highWaterMark(status))
		}
	}
	return peak
}

// highWaterMark reads the line VmHWM of a process's status, which is in KiB.
func highWaterMark(status []byte) int64 {
	const name = "VmHWM:"
	var kib int64
	if at := bytes.Index(status, []byte(name)); at >= 0 {
		_, _ = fmt.Sscan(string(status[at+len(name):]), &kib) // 0 if it is not a number
	}
	return kib << 10
}
