package yccall

import "errors"

// A reply of a few bytes a row takes a hundred times as much memory once it is decoded.
// These bounds are far above what a platform has to say, and keep a faulty or hostile
// one from using up the memory of the machine.
const (
	// maxPageBytes bounds the reply of a service that pages, unpacked. The largest
	// sensible one is a page of 10,000 numbers with their customer ids; a larger one is
	// asked for in smaller pages.
	maxPageBytes = 32 << 20
	// maxReplyBytes bounds every other reply, unpacked.
	maxReplyBytes = 8 << 20
	// maxPageRows bounds the rows of one page, and of a list that has no pages.
	maxPageRows = 100_000
	// maxFields bounds the fields of one row.
	maxFields = 1_000
	// maxPages and maxListRows end a listing that a faulty server would let run for
	// ever. With the platform's smallest known page, 10 rows, it still reaches a
	// campaign of a million numbers.
	maxPages    = 100_000
	maxListRows = 20_000_000
)

// bounds are those that tests reach more quickly.
type bounds struct {
	pageBytes, replyBytes int64
	pages                 int
	listRows              int64
}

// reply returns the most bytes of a service's reply.
func (b bounds) reply(svc service) int64 {
	if svc.pages {
		return b.pageBytes
	}
	return b.replyBytes
}

var (
	errNotAList      = errors.New("a list was expected")
	errNotAnObject   = errors.New("a row is not an object")
	errTooManyRows   = errors.New("a list has more rows than any platform sends at once")
	errTooManyFields = errors.New("a row has more fields than any platform sends")
)

// elements counts the elements of a JSON array, or the members of an object, without
// decoding them. raw is valid JSON.
func elements(raw []byte) int {
	count, depth, empty := 0, 0, true
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			empty = false
			for i++; i < len(raw) && raw[i] != '"'; i++ {
				if raw[i] == '\\' {
					i++
				}
			}
		case '[', '{':
			empty = empty && depth == 0
			depth++
		case ']', '}':
			depth--
		case ',':
			if depth == 1 {
				count++
			}
		case ' ', '\t', '\r', '\n':
		default:
			empty = false
		}
	}
	if empty {
		return 0
	}
	return count + 1
}
