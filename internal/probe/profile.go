package probe

import (
	"io"
	"slices"
	"strconv"
	"strings"
)

// profileVersion is that of the form of a profile. The mock reads profiles up to its own.
const profileVersion = 1

// profile is what the mock plays. It holds no word of the platform.
type profile struct {
	Version int `json:"version"`
	// Dialect are words of the mock's dialect.
	Dialect []string `json:"dialect"`
	// UTCOffset is the platform's clock, as +08:00; empty where it was not seen.
	UTCOffset string `json:"utc_offset,omitempty"`
	// Seen has the value of each assumption by its name, for people.
	Seen map[string]string `json:"seen"`
}

// WriteProfile writes what yccall-mock -profile plays.
func (r *Report) WriteProfile(to io.Writer) error {
	p := profile{Version: profileVersion, Dialect: []string{}, Seen: map[string]string{}}
	for i := range assumptions {
		name := assumptions[i].name
		found := r.found[name]
		p.Seen[name] = found.key
		for word := range strings.SplitSeq(found.dialect(), ",") {
			p.add(word)
		}
	}
	if zone := r.found["time-zone"]; zone.key == "known" {
		p.UTCOffset = zoneText(zone.measure)
	}
	return r.checked(to, func(to io.Writer) error { return writeJSON(to, p) })
}

// add adds a word of the dialect. Of two limits of one name the smaller counts.
func (p *profile) add(word string) {
	name, limit, isSetting := strings.Cut(word, "=")
	if word == "" || slices.Contains(p.Dialect, word) {
		return
	}
	for i, known := range p.Dialect {
		if knownName, knownLimit, _ := strings.Cut(known, "="); isSetting && knownName == name {
			if number(limit) < number(knownLimit) {
				p.Dialect[i] = word
			}
			return
		}
	}
	p.Dialect = append(p.Dialect, word)
}

// number is the integer that a text begins with.
func number(text string) int {
	n, err := strconv.Atoi(strings.TrimRight(text, "h"))
	if err != nil {
		return 0
	}
	return n
}
