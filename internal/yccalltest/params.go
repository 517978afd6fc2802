package yccalltest

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	wallClock = "2006-01-02 15:04:05"

	// echoLimit bounds how much of a bad value an error text repeats.
	echoLimit = 200
)

// params reads the fields of one request by the framework's rules: an absent optional field takes its default, one that
// is sent is checked as given even if it is empty. The first violation is kept in refusal and later reads are void.
type params struct {
	form    url.Values
	zone    *time.Location
	refusal *reply
}

func (p *params) given(name string) bool { return p.form.Has(name) }

func (p *params) refuse(text string) {
	if p.refusal == nil {
		r := badRequest(text)
		p.refusal = &r
	}
}

// firstRefusal is what the framework refuses, and then what the service itself does.
func (p *params) firstRefusal(service *reply) *reply {
	if p.refusal != nil {
		return p.refusal
	}
	return service
}

func (p *params) refuseValue(name, rule string) {
	value := p.form.Get(name)
	if len(value) > echoLimit {
		value = strings.ToValidUTF8(value[:echoLimit], "")
	}
	p.refuse(fmt.Sprintf("参数%s%s，但现在%s = %s", name, rule, name, value))
}

// required reads a string that has to be there and not be empty.
func (p *params) required(name string) string {
	if !p.given(name) {
		p.refuse("缺少必要参数" + name)
		return ""
	}
	value := p.form.Get(name)
	if value == "" {
		p.refuseValue(name, "不能为空")
	}
	return value
}

// optional reads a string that may be absent or empty.
func (p *params) optional(name string) string { return p.form.Get(name) }

// choice reads one of a few allowed texts.
func (p *params) choice(name, fallback string, allowed ...string) string {
	if !p.given(name) {
		return fallback
	}
	value := p.form.Get(name)
	if !slices.Contains(allowed, value) {
		p.refuseValue(name, "应该为："+strings.Join(allowed, "/"))
	}
	return value
}

// requiredChoice is choice without a default.
func (p *params) requiredChoice(name string, allowed ...string) string {
	if !p.given(name) {
		p.refuse("缺少必要参数" + name)
		return ""
	}
	return p.choice(name, "", allowed...)
}

// count reads an integer of at least least.
func (p *params) count(name string, fallback, least int) int {
	if !p.given(name) {
		return fallback
	}
	n, err := strconv.Atoi(p.form.Get(name))
	if err != nil || n < least {
		p.refuseValue(name, "应该大于或等于"+strconv.Itoa(least))
		return fallback
	}
	return n
}

// moment reads a wall-clock time; the zero time stands for an absent one.
func (p *params) moment(name string) time.Time {
	if !p.given(name) {
		return time.Time{}
	}
	t, err := time.ParseInLocation(wallClock, p.form.Get(name), p.zone)
	if err != nil {
		p.refuseValue(name, "格式应该为：yyyy-mm-dd hh:mm:ss")
	}
	return t
}

// names reads a comma-separated list, without its empty elements.
func (p *params) names(name string) []string {
	var names []string
	for text := range strings.SplitSeq(p.form.Get(name), ",") {
		if text = strings.TrimSpace(text); text != "" {
			names = append(names, text)
		}
	}
	return names
}
