package yccall

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"slices"
	"sync"
)

// listing is a paged service and how to read it.
type listing[Row any] struct {
	service service
	params  form
	// rowsKey is where the rows stand in the result.
	rowsKey string
	// sizes are the page sizes to ask for, the largest first (page_size.go).
	sizes []int
	// inFlight is how many pages are asked for at a time.
	inFlight int
	// key tells rows apart, as far as rows can be told apart.
	key func(Row) string
	// problem tells what is wrong with a row, or "". It may be nil. A row that is
	// left out could be the one that is looked for, so one wrong row fails the listing.
	problem func(Row) string
}

// page is one page of a listing.
type page[Row any] struct {
	rows []Row
	// total is the number of rows of all pages, or unknownTotal.
	total int64
	// whole is true of a full page that is said to have all rows.
	whole bool
	// asked is the page size that was asked for, or serversOwnSize.
	asked int
	// print identifies the rows in their order.
	print uint64
}

const unknownTotal = -1

// listRows reads a listing in order, until
//   - the pages hold as many rows as the server says there are,
//   - a page is empty,
//   - a page has the same rows as the one before, which comes from servers that
//     ignore the page number,
//   - the client's limit of pages is reached.
//
// If the server counts its rows, and that count has changed on the way or is not
// the number of rows read, then rows have moved between the pages or pages are
// missing. ErrUnstableListing then follows the last row.
func listRows[Row any](ctx context.Context, c *Client, l listing[Row]) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		var none Row
		first, err := firstPage(ctx, c, l)
		if err != nil {
			yield(none, err)
			return
		}
		var read, total int64
		for page, err := range pagesFrom(ctx, c, l, first) {
			if err != nil {
				yield(none, err)
				return
			}
			for _, row := range page.rows {
				if !yield(row, nil) {
					return
				}
			}
			read += int64(len(page.rows))
			total = page.total
		}
		if first.total != unknownTotal && (read != first.total || total != first.total) {
			yield(none, unstable(l.service, fmt.Sprintf("%d rows were read, the server counts %d", read, total)))
		}
	}
}

func unstable(svc service, message string) *Error {
	return &Error{Service: svc.short, Ret: retOK, kinds: []error{ErrUnstableListing}, Message: message}
}

// fetched is what became of a page that was fetched ahead.
type fetched[Row any] struct {
	page  page[Row]
	err   error
	panic any
}

// receive waits for a page, and panics if fetching it did. Behind a page that is said to
// have all rows, some servers refuse to list none.
func receive[Row any](from <-chan fetched[Row], behindWhole bool) fetched[Row] {
	got := <-from
	if got.panic != nil {
		panic(got.panic)
	}
	if behindWhole && errors.Is(got.err, ErrRefused) {
		return fetched[Row]{}
	}
	return got
}

// pagesFrom yields the first page and those after it, fetching ahead as far as
// the total tells that there are more.
func pagesFrom[Row any](ctx context.Context, c *Client, l listing[Row], first page[Row]) iter.Seq2[page[Row], error] {
	return func(yield func(page[Row], error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		var fetches sync.WaitGroup
		defer fetches.Wait()
		defer cancel()

		// Servers lower a page size that they find too large without refusing it, and
		// differ in what they then take for the beginning of the next page. The number
		// of rows on the first page is a size that all of them understand alike.
		size := len(first.rows)
		ask := size
		if first.asked == serversOwnSize {
			ask = serversOwnSize
		}
		var ahead []chan fetched[Row]
		next := 2
		fetchNext := func() {
			done := make(chan fetched[Row], 1)
			number := next
			fetches.Go(func() {
				var got fetched[Row]
				defer func() {
					got.panic = recover() // it goes on where the page is wanted, and can be reported there
					done <- got
				}()
				got.page, got.err = fetchWhole(ctx, c, l, number, ask)
			})
			ahead = append(ahead, done)
			next++
		}

		var read int64
		for current, previous := first, (page[Row]{}); ; {
			if !yield(current, nil) || len(current.rows) == 0 {
				return
			}
			read += int64(len(current.rows))
			if first.total != unknownTotal && read >= current.total {
				return
			}
			for next <= c.bounds.pages && (len(ahead) == 0 || len(ahead) < l.inFlight && int64(next-1)*int64(size) < first.total) {
				fetchNext()
			}
			if len(ahead) == 0 || read > c.bounds.listRows {
				yield(page[Row]{}, unstable(l.service, "it does not end"))
				return
			}
			got := receive(ahead[0], current.whole)
			ahead = ahead[1:]
			if got.err != nil {
				yield(page[Row]{}, got.err)
				return
			}
			previous, current = current, got.page
			if current.print == previous.print {
				return
			}
		}
	}
}

// printSeed lets the prints of one process be compared.
var printSeed = maphash.MakeSeed()

func fetchPage[Row any](ctx context.Context, c *Client, l listing[Row], number, size int) (page[Row], error) {
	params := slices.Clone(l.params)
	params.setInt("currentpage", number)
	if size != serversOwnSize {
		params.setInt("itemsperpage", size)
	}
	r, err := c.requestWithin(ctx, l.service, params, c.retry.forPage(size))
	if err != nil {
		return page[Row]{}, err
	}
	list, total, most, err := decodePage(r.result, l.rowsKey)
	if err != nil {
		return page[Row]{}, malformed(l.service, err.Error())
	}
	// Of a full page, a total that is the number of its rows may count these alone.
	most = cmp.Or(most, int64(size))
	whole := total == int64(len(list)) && most > 0 && total >= most
	if whole {
		total = unknownTotal
	}
	rows, err := decodeRows[Row](list)
	if err != nil {
		return page[Row]{}, malformed(l.service, err.Error())
	}
	if l.problem != nil {
		for _, row := range rows {
			if text := l.problem(row); text != "" {
				return page[Row]{}, malformed(l.service, text)
			}
		}
	}
	return page[Row]{rows: rows, total: total, whole: whole, asked: size, print: l.print(rows)}, nil
}

// print identifies rows in their order.
func (l listing[Row]) print(rows []Row) uint64 {
	var hash maphash.Hash
	hash.SetSeed(printSeed)
	for _, row := range rows {
		// Neither writer returns an error.
		_, _ = hash.WriteString(l.key(row))
		_ = hash.WriteByte(0)
	}
	return hash.Sum64()
}

// decodePage finds the rows, their total and the most rows of a page in the result of a
// paged service. An empty listing may come without all of these; the most is then 0.
func decodePage(result json.RawMessage, rowsKey string) (list []json.RawMessage, total, most int64, err error) {
	result = bytes.TrimSpace(result)
	if isNothing(result) || result[0] == '[' {
		list, err = decodeList(result)
		return list, unknownTotal, 0, err
	}
	if elements(result) > maxFields {
		return nil, 0, 0, errTooManyFields
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(result, &fields); err != nil {
		return nil, 0, 0, errNotAList
	}
	total = unknownTotal
	if n := firstInt(fields, []string{"totalitems"}); n.known {
		total = n.value
	}
	most = firstInt(fields, []string{"itemsperpage"}).value
	list, err = decodeList(fields[rowsKey])
	return list, total, most, err
}
