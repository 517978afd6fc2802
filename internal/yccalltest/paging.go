package yccalltest

import (
	"cmp"
	"net/http"
	"strconv"
)

const defaultMaxPageSize = 1000

// paging is one page of a list: items skip to skip+limit.
type paging struct {
	page, size int
	ignored    bool // the server gives the whole list whatever was asked
}

// paging reads currentpage and itemsperpage, which default to 1 and 10.
func (req *request) paging(dialect *Dialect) paging {
	p := paging{
		page: req.params.count("currentpage", 1, 1),
		size: req.params.count("itemsperpage", 10, 1),
	}
	if dialect.has(IgnorePaging) {
		return paging{page: 1, ignored: true}
	}
	if largest := cmp.Or(dialect.MaxPageSize, defaultMaxPageSize); p.size > largest {
		if dialect.has(RefuseLargePages) {
			req.params.refuseValue("itemsperpage", "应该小于或等于"+strconv.Itoa(largest))
		}
		p.size = largest
	}
	return p
}

// window tells which items of a list are on the page.
func (p paging) window() (skip, limit int) {
	const everything = 1 << 30 // and a page more still fits an int of 32 bits
	if p.ignored {
		return 0, everything
	}
	if p.page > everything/p.size {
		return everything, p.size
	}
	return (p.page - 1) * p.size, p.size
}

// reply is the paged reply with its rows under key, and what a fault or the dialect makes of it.
func (p paging) reply(req *request, dialect *Dialect, total int, key string, rows list, what string) reply {
	if dialect.FailsAbove > 0 && len(rows) > dialect.FailsAbove {
		return reply{http: http.StatusGatewayTimeout}
	}
	if req.maxRows >= 0 && len(rows) > req.maxRows {
		skip, _ := p.window()
		rows, total = rows[:req.maxRows], min(total, skip+req.maxRows)
	}
	if total == 0 && dialect.has(EmptyListIsError) {
		return refused("没有数据")
	}
	size := p.size
	if p.ignored {
		size = total
	}
	if dialect.has(TotalOfPage) {
		total = len(rows)
	}
	effect := "listed " + strconv.Itoa(len(rows)) + " of " + strconv.Itoa(total) + " " + what
	return done("获取成功", effect, object{
		{"totalitems", total},
		{"currentpage", p.page},
		{"itemsperpage", size},
		{key, rows},
	})
}
