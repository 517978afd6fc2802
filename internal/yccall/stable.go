package yccall

import (
	"errors"
	"iter"
)

// readings is how often a listing that moves is read before giving up.
const readings = 3

// Stable reads a listing again, up to three times in all, while its rows move
// (ErrUnstableListing). read starts anew each time. Every other error is final.
func Stable[T any](read func() (T, error)) (T, error) {
	for reading := 1; ; reading++ {
		result, err := read()
		if reading == readings || !errors.Is(err, ErrUnstableListing) {
			return result, err
		}
	}
}

// collect reads a listing into a slice.
func collect[Row any](list iter.Seq2[Row, error]) ([]Row, error) {
	return Stable(func() ([]Row, error) {
		var rows []Row
		for row, err := range list {
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
		return rows, nil
	})
}
