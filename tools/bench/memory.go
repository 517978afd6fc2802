package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// memoryWatch follows the memory of all processes of one program.
type memoryWatch struct {
	program string
	stop    chan struct{}
	peak    chan int64
}

// watchInterval is how often the processes are looked at. The kernel keeps their high-water marks itself, so only a
// peak in the last moments of a process can be missed.
const watchInterval = 20 * time.Millisecond

// watchMemory begins to follow a program that the CLI will start. It needs Linux's /proc and finds nothing elsewhere.
func watchMemory(program string) *memoryWatch {
	if resolved, err := filepath.EvalSymlinks(program); err == nil {
		program = resolved
	}
	w := &memoryWatch{program: program, stop: make(chan struct{}), peak: make(chan int64)}
	go func() {
		var peak int64
		for tick := time.NewTicker(watchInterval); ; {
			select {
			case <-w.stop:
				tick.Stop()
				w.peak <- peak
				return
			case <-tick.C:
				peak = max(peak, w.look())
			}
		}
	}()
	return w
}

// end stops following and returns the highest mark in bytes, or 0 if no process was seen.
func (w *memoryWatch) end() int64 {
	close(w.stop)
	return <-w.peak
}

// look returns the highest mark (VmHWM) of the processes that run now.
func (w *memoryWatch) look() (peak int64) {
	processes, _ := filepath.Glob("/proc/[0-9]*") // the pattern is well formed
	for _, process := range processes {
		// A process that was forked and is not the program yet still counts the memory of its parent.
		if program, err := os.Readlink(process + "/exe"); err != nil || program != w.program {
			continue
		}
		status, err := os.ReadFile(process + "/status") //nolint:gosec // Of a process that was found.
		if err != nil {
			continue // it has ended
		}
		peak = max(peak, highWaterMark(status))
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
