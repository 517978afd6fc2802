package sketch

import (
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// Wanted is a list whose entries are to be compared with those of a list of before.
type Wanted struct {
	Set *phone.Set
	// Held is the sketch of those entries of Set whose numbers the task holds.
	Held Sketch
	// Unwanted are numbers that may have been on the list of before and are not in Set.
	Unwanted []phone.Number
	// Reformatted are numbers in the form in which the task holds them, where that is another one than that of Set:
	// they may have been on the list of before in this form.
	Reformatted []phone.Number
}

// Changed finds the entries whose time and ext are not those that the list of before had, by its sketch. It returns
// their indexes in the set; ok is false if that cannot be told, because too many differ or the sketch was made with
// another key or without one. before must not be zero.
func (k *Sketcher) Changed(before Sketch, now Wanted) (indexes []int, ok bool) {
	switch {
	case before.kind == none && now.Held.kind == none:
		return nil, true
	case before.kind == none:
		// All that have such fields now have got them since.
		for i := range now.Set.Len() {
			if now.Set.At(i).Content.Unechoed() != 0 {
				indexes = append(indexes, i)
			}
		}
		return indexes, true
	case k == nil, before.kind != keyed, before.check != k.check, now.Held.kind == unkeyed:
		return nil, false
	}
	syndromes := slices.Clone(before.sums)
	for j, sum := range now.Held.sums { // there are none if no entry that is held has such fields
		syndromes[j] = sub(syndromes[j], sum)
	}
	// However many have left the list by now, few of them have since it was last written.
	if indexes, ok := k.locate(syndromes, now.Set, slices.Concat(now.Unwanted, now.Reformatted)); ok {
		return indexes, true
	}
	if len(now.Unwanted) >= len(syndromes) {
		return nil, false
	}
	for _, n := range now.Unwanted { // each is an erasure, whatever its entry's fields were
		syndromes = erase(syndromes, k.place(n))
	}
	return k.locate(syndromes, now.Set, nil)
}

// erase takes the entry at a place out of a sequence of syndromes, which becomes one shorter.
func erase(syndromes []uint64, place uint64) []uint64 {
	for j := range len(syndromes) - 1 {
		syndromes[j] = sub(syndromes[j+1], mul(place, syndromes[j]))
	}
	return syndromes[:len(syndromes)-1]
}

// locate finds the errors in a sequence of syndromes, which are in the set or among others, and returns their indexes
// in the set. ok is false if they are too many to tell, or some of them are neither here nor there.
func (k *Sketcher) locate(syndromes []uint64, set *phone.Set, others []phone.Number) (indexes []int, ok bool) {
	locator := recurrence(syndromes)
	errors := len(locator) - 1
	if errors == 0 {
		return nil, true
	}
	if 2*errors+1 >= len(syndromes) {
		return nil, false
	}
	isRoot := func(n phone.Number) bool {
		x, value := k.place(n), uint64(0)
		for _, c := range locator {
			value = add(mul(value, x), c)
		}
		return value == 0
	}
	for i := range set.Len() {
		if isRoot(set.At(i).Number) {
			indexes = append(indexes, i)
		}
	}
	found := len(indexes)
	for _, n := range others {
		if isRoot(n) {
			found++
		}
	}
	return indexes, found == errors
}
