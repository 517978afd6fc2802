// Package phonetest makes up the telephone numbers of tests, so that all packages speak of the same ones.
package phonetest

import "fmt"

// Phone returns the made-up number i, from 0 to 99,999,999: a Chinese mobile as it is written there, 138 and eight
// digits.
func Phone(i int) string { return fmt.Sprintf("138%08d", i) }

// Phones returns the n made-up numbers from the number from on.
func Phones(from, n int) []string {
	phones := make([]string, n)
	for i := range phones {
		phones[i] = Phone(from + i)
	}
	return phones
}
