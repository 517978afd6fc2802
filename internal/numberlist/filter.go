package numberlist

import (
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// filter says which right entries of a list are left out, in every pass alike.
type filter struct {
	code     phone.CallingCode
	exclude  *phone.Matcher
	skip     bool           // whether bad rows are left out
	repeated []phone.Person // who is on the list more than once and stays only once; sorted
}

// verdict is what becomes of an entry.
type verdict int

const (
	wanted verdict = iota
	excluded
	repeated
)

// filterPass is a filter during one pass.
type filterPass struct {
	*filter
	seen []bool // of repeated
}

func (f filter) begin() *filterPass {
	return &filterPass{&f, make([]bool, len(f.repeated))}
}

// judge says what becomes of the next entry. Most lists have nothing to leave out.
func (p *filterPass) judge(n phone.Number) verdict {
	if p.exclude == nil && len(p.repeated) == 0 {
		return wanted
	}
	return p.look(n)
}

func (p *filterPass) look(n phone.Number) verdict {
	if len(p.repeated) > 0 {
		if i, found := slices.BinarySearch(p.repeated, p.code.Caller(n)); found {
			if p.seen[i] {
				return repeated
			}
			p.seen[i] = true
		}
	}
	if p.exclude != nil && p.exclude.Match(n) != phone.Different {
		return excluded
	}
	return wanted
}
