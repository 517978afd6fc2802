package numberlist

import "github.com/yccall/terraform-provider-yccall/internal/phone"

// Without returns the list without everybody who may be one of some people, in whatever format the numbers are written;
// with CheckOptions.CallingCode, without those who are. The list must have its set kept. Nothing is read again:
// OrderSHA256 and PrefixSHA256 stay those of the whole list, Count and SHA256 are of what is left, and Skipped says how
// many were left out.
func (l *List) Without(people *phone.Set) *List {
	m := phone.NewMatcher(l.filter.code, people)
	left := *l
	var skipped, wanted phone.Collector
	for i := range l.Set().Len() {
		r := l.Set().At(i)
		switch m.Match(r.Number) {
		case phone.Different:
			wanted.Add(r)
			continue
		case phone.MayBeSame:
			left.SkippedLookalikes++
		case phone.Same:
		}
		skipped.Add(phone.Record{Number: r.Number})
	}
	if skipped.Count() == 0 {
		return l
	}
	left.Skipped = skipped.Count()
	left.skipped, left.pass.set = skipped.Set(), wanted.Set()
	left.Count = left.pass.set.Len()
	left.SHA256 = encode(canonicalDigest(left.pass.set))
	return &left
}

// CountAmong returns how many numbers of the list may be one of some people, as Without would leave them out.
func (l *List) CountAmong(people *phone.Set) (count int) {
	m := phone.NewMatcher(l.filter.code, people)
	for _, n := range l.Set().Numbers() {
		if m.Match(n) != phone.Different {
			count++
		}
	}
	return count
}
