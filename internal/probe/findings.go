package probe

import "strings"

// level says how much it matters that a platform behaves so.
type level string

const (
	asAssumed level = "as assumed"
	copedWith level = "coped with" // the provider does its work all the same
	matters   level = "matters"    // something is not possible there, or asks for care
	notTried  level = "not tried"  // it takes -task, or the account has nothing to look at
	unclear   level = "unclear"
)

// value is something that can be seen of an assumption.
type value struct {
	key   string // short and stable
	level level
	seen  string // for people; %s is the measure
	means string // for the provider; empty where all is as assumed
	plays string // the dialect of the mock that behaves so, %s being the measure; empty for none
}

// assumption is something of the API reference that the provider builds on. Its first value is what the provider hopes
// for.
type assumption struct {
	name   string // short and stable
	text   string
	values []value
	show   func(measure string) string // writes a measure for people; nil as it is
}

// Values that every assumption has.
var (
	needsTask = value{key: "not-tried", level: notTried, seen: "since it takes -task"}
	nothing   = value{key: "nothing", level: notTried, seen: "since the account has nothing to see it by"}
	unknown   = value{key: "unclear", level: unclear, seen: "could not be told"}
)

func (a *assumption) value(key string) *value {
	for i := range a.values {
		if a.values[i].key == key {
			return &a.values[i]
		}
	}
	for _, v := range []*value{&needsTask, &nothing, &unknown} {
		if v.key == key {
			return v
		}
	}
	return nil
}

// finding is what was seen of an assumption.
type finding struct {
	*value
	measure string // a small figure, which belongs to the value
}

// findings are what was seen, by the names of the assumptions.
type findings map[string]finding

// choose notes what was seen. A name or a key that is in no table is a fault of this program.
func (f findings) choose(name, key string) { f.measured(name, key, "") }

func (f findings) measured(name, key, measure string) {
	a := assumptionNamed(name)
	if a == nil || a.value(key) == nil {
		panic("probe: no table has " + name + " " + key)
	}
	f[name] = finding{a.value(key), measure}
}

// has reports whether anything was seen of an assumption.
func (f findings) has(name string) bool { return f[name].value != nil }

// is reports whether just that was seen.
func (f findings) is(name, key string) bool { return f.has(name) && f[name].key == key }

// sign is something that says that an assumption has a value.
type sign struct {
	seen bool
	key  string
}

// first notes the value of the first sign that was seen, and nothing where none was.
func (f findings) first(name string, signs ...sign) {
	for _, s := range signs {
		if s.seen {
			f.choose(name, s.key)
			return
		}
	}
}

// text is what was seen, for people.
func (f finding) text(a *assumption) string {
	measure := f.measure
	if a.show != nil && measure != "" {
		measure = a.show(measure)
	}
	return strings.ReplaceAll(f.seen, "%s", measure)
}

// dialect is the part of the mock's dialect that behaves so; empty for none.
func (f finding) dialect() string { return strings.ReplaceAll(f.plays, "%s", f.measure) }
