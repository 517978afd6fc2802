package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"
)

const (
	maxListed = 10_000_000 // as many rows as a list may have
	appended  = 1_000      // numbers that are added to every list
	perCall   = 10_000     // numbers that one call of the platform takes
)

const listHeader = "phone,user_id\n"

// entry is one row of a list.
type entry struct {
	Phone  string `json:"phone"`
	UserID string `json:"userid"`
}

// entryAt returns the made-up entry at a place of every list. The numbers come in no order, as in an export of a
// customer system, and none comes twice: the steps walk through all residues of a prime.
func entryAt(i int) entry {
	const prime, step = 99_999_989, 7_368_787
	return entry{Phone: fmt.Sprintf("138%08d", i*step%prime), UserID: fmt.Sprintf("C-%07d", i)}
}

// writeList writes the entries from one place of the list up to another at the end of a CSV file.
func writeList(path string, from, end int) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600) //nolint:gosec // The benchmark's own file.
	if err != nil {
		return err
	}
	rows := bufio.NewWriter(file)
	if from == 0 {
		_, _ = rows.WriteString(listHeader) // Flush has the error of any write.
	}
	for i := from; i < end; i++ {
		e := entryAt(i)
		_, _ = fmt.Fprintf(rows, "%s,%s\n", e.Phone, e.UserID)
	}
	// It looks as if it had been written a minute ago, as it will have been when a person has a list exported and then
	// runs the CLI. The provider does not trust the time of a file that was written this very moment.
	then := time.Now().Add(-time.Minute)
	return errors.Join(rows.Flush(), file.Close(), os.Chtimes(path, then, then))
}

// parts returns the list of so many numbers as the values of telphone that it takes.
func parts(size int) ([][]byte, error) {
	entries := make([]entry, size)
	for i := range entries {
		entries[i] = entryAt(i)
	}
	var parts [][]byte
	for some := range slices.Chunk(entries, perCall) {
		text, err := json.Marshal(some)
		if err != nil {
			return nil, err
		}
		parts = append(parts, text)
	}
	return parts, nil
}
