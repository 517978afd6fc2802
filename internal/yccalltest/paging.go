package yccalltest

import "strconv"

// paging is one page of a list: items skip to skip+limit.
type paging struct {
	page, size int
	ignored    bool // the server gives the whole list whatever was asked
}

// paging reads currentpage and itemsperpage, which default to 1 and 10.
func (c *request) paging(dialect *Dialect) paging {
	p := paging{
		page: c.params.count("currentpage", 1, 1),
		size: c.params.count("itemsperpage", 10, 1),
	}
	if dialect.has(IgnorePaging) {
		return paging{page: 1, ignored: true}
	}
	if p.size > dialect.MaxPageSize {
		if dialect.has(RefuseLargePages) {
			c.params.refuseValue("itemsperpage", "应该小于或等于"+strconv.Itoa(dialect.MaxPageSize))
		}
		p.size = dialect.MaxPageSize
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

// result is the paged reply with its rows under key.
func (p paging) result(total int, key string, rows list) object {
	size := p.size
	if p.ignored {
		size = total
	}
	return object{
		{"totalitems", total},
		{"currentpage", p.page},
		{"itemsperpage", size},
		{key, rows},
	}
}
