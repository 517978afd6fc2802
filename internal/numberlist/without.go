package numberlist

import "github.com/yccall/terraform-provider-yccall/internal/phone"

// Without returns the list without everybody who may be one of some people, in whatever format the numbers are written.
// The list must have its set kept. Nothing is read again: OrderSHA256 and PrefixSHA256 stay those of the whole list, Count
// and SHA256 are of what is left, and Skipped says how many were left out.
func (l *List) Without(people *phone.Set) *List {
	out := l.set.Lookalikes(people)
	if len(out) == 0 {
		return l
	}
	left := *l
	var skipped, wanted phone.Collector
	for _, n := range out {
		skipped.Add(phone.Record{Number: n})
	}
	left.skipped = skipped.Set()
	for i := range l.set.Len() {
		if r := l.set.At(i); !left.skipped.Contains(r.Number) {
			wanted.Add(r)
		}
	}
	left.set = wanted.Set()
	left.Count, left.Skipped = left.set.Len(), len(out)
	left.SHA256 = encode(canonicalDigest(left.set))
	return &left
}
