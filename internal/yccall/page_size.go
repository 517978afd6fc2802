package yccall

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// The platform names no largest page. A server may refuse a size, lower it without a
// word, or take it and then be too slow or too small to make such a page. The largest
// size is tried first, and the next one after a refusal or a fault; what works is
// remembered for the life of the client.

// serversOwnSize asks for pages of the size that the server chooses.
const serversOwnSize = 0

// smallPage is a size that no server is too small for. A larger page that fails is asked
// for once more: it may have been an accident.
const smallPage = 200

// forPage returns the limits for a request for a page of some size.
func (l retryLimits) forPage(size int) retryLimits {
	l.largePage = size > smallPage
	return l
}

// firstPage finds the largest page size that the server can make, and remembers
// it for the next listing of the same service.
func firstPage[Row any](ctx context.Context, c *Client, l listing[Row]) (page[Row], error) {
	sizes := slices.Concat(l.sizes, []int{serversOwnSize})
	known, isKnown := c.pageSizes.get(l.service)
	if isKnown {
		sizes = slices.Concat([]int{known}, smaller(l.sizes, known))
	}
	var first page[Row]
	var err error
	for i, size := range sizes {
		first, err = fetchPage(ctx, c, l, 1, size)
		if err == nil {
			c.pageSizes.set(l.service, size)
		}
		last := i == len(sizes)-1 || sizes[i+1] == serversOwnSize
		if tooMuch(err) && size > smallPage && !last || refusesParameters(err) && !isKnown {
			continue
		}
		break
	}
	// A total below the number of rows that have come counts something else.
	if first.total < int64(len(first.rows)) {
		first.total = unknownTotal
	}
	return first, err
}

// fetchWhole fetches a page after the first. What the server cannot make in one piece
// is fetched in smaller pages that hold the same rows.
func fetchWhole[Row any](ctx context.Context, c *Client, l listing[Row], number, size int) (page[Row], error) {
	part := size
	if known, ok := c.pageSizes.get(l.service); ok && known != serversOwnSize && known < size && size%known == 0 {
		part = known
	}
	for {
		whole, err := fetchParts(ctx, c, l, number, size, part)
		if err == nil && part < size {
			c.pageSizes.set(l.service, part)
		}
		if !tooMuch(err) || part <= smallPage {
			return whole, err
		}
		rest := slices.DeleteFunc(smaller(l.sizes, part), func(s int) bool { return size%s != 0 })
		if len(rest) == 0 {
			return whole, err
		}
		part = rest[0]
	}
}

// fetchParts fetches a page in pages of the size part, which divides its size.
func fetchParts[Row any](ctx context.Context, c *Client, l listing[Row], number, size, part int) (page[Row], error) {
	if part == size {
		return fetchPage(ctx, c, l, number, size)
	}
	whole := page[Row]{asked: size}
	for parts, i := size/part, 0; i < parts; i++ {
		p, err := fetchPage(ctx, c, l, (number-1)*parts+1+i, part)
		if err != nil {
			return page[Row]{}, err
		}
		whole.rows, whole.total = append(whole.rows, p.rows...), p.total
		if len(p.rows) < part {
			break
		}
	}
	whole.print = l.print(whole.rows)
	return whole, nil
}

// smaller returns the sizes below one, the largest first.
func smaller(sizes []int, than int) []int {
	return slices.DeleteFunc(slices.Clone(sizes), func(size int) bool { return size >= than })
}

// refusesParameters reports whether the platform finds fault with a parameter,
// which may be the page size.
func refusesParameters(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Ret == retBadRequest && !errors.Is(err, ErrTokenInvalid)
}

// tooMuch reports whether a page may have been more than the server, or what stands in
// front of it, can make: it failed, was too slow, or sent something that is no reply.
func tooMuch(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	return errors.Is(e, ErrServerFault) || errors.Is(e, ErrNoReply) || errors.Is(e, ErrMalformedReply) && e.Ret == 0
}

// pageSizes remembers the page size that the server can make for a service.
type pageSizes struct {
	mu    sync.Mutex
	known map[service]int
}

func (s *pageSizes) get(svc service) (size int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	size, ok = s.known[svc]
	return size, ok
}

func (s *pageSizes) set(svc service, size int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		s.known = make(map[service]int)
	}
	s.known[svc] = size
}
