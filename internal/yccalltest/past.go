package yccalltest

import "time"

// past keeps how something was, for listings that lag behind. It remembers no more than such a listing may still show.
type past[T any] struct{ versions []version[T] }

type version[T any] struct {
	until time.Time
	value T
}

// keep is called before a change: the value held until now.
func (p *past[T]) keep(now time.Time, lag time.Duration, value func() T) {
	if lag <= 0 {
		return
	}
	for len(p.versions) > 0 && !p.versions[0].until.After(now.Add(-lag)) {
		p.versions = p.versions[1:]
	}
	if n := len(p.versions); n > 0 && p.versions[n-1].until.Equal(now) {
		return // the second change of one moment
	}
	p.versions = append(p.versions, version[T]{now, value()})
}

// seen is what a listing shows that lags behind: the value as it was then.
func (p *past[T]) seen(now time.Time, lag time.Duration, current T) T {
	for _, v := range p.versions {
		if v.until.After(now.Add(-lag)) {
			return v.value
		}
	}
	return current
}
