package yccall

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// hidden stands where something was removed from a text.
	hidden = "[…]"
	// maxCleanRunes bounds a cleaned text.
	maxCleanRunes = 300
	// minPhoneDigits is the number of digits from which on a run is hidden. The
	// platform's own error codes mostly have four; a phone number that anybody is
	// called under has five or more.
	minPhoneDigits = 5
	// minTokenHex is the number of hex digits from which on a run is hidden: half of
	// one of the platform's tokens.
	minTokenHex = 16
	// minSecretPart is how many characters of a secret give it away.
	minSecretPart = 8
	// maxCleanInput bounds, in bytes, the work done on a text of the server's
	// choosing.
	maxCleanInput = 16 << 10
)

// jsonStart finds where JSON of entries begins, in a text whose escapes are undone:
// "[{" or "{" with a quote. Where it ends cannot be told, since echoes are cut off and
// their quotes may be damaged.
var jsonStart = regexp.MustCompile(`\[\s*\{|\{\s*["']`)

// clean makes a text of the platform's safe to show and to log. The platform's
// messages echo what was sent, so that these are replaced by "[…]":
//
//   - the given secrets, and every eight characters of one;
//   - the given personal values, which stand beside the numbers that were sent;
//   - whatever looks like a token, 16 hex digits or more;
//   - every run of five or more digits that may be a phone number. It may hold
//     spaces, "+", "/", ".", "_", parentheses and every dash. Dates and long task ids
//     are hidden with the rest;
//   - from where a list of entries or an object begins, the whole rest: its texts are
//     what customers are known by, and look like nothing in particular.
//
// Escapes of JSON, HTML and URLs are undone before, and digits may be of any script.
// Control characters, which could steer a terminal, become spaces, and invisible ones
// are removed. The result is one line of at most 300 characters.
func clean(text string, secrets, personal []string) string {
	if len(text) > maxCleanInput {
		text = text[:maxCleanInput]
	}
	text, ok := plain(text)
	if !ok {
		return hidden
	}
	m := mask{text: text, hide: make([]bool, len(text))}
	for _, secret := range secrets {
		for _, spelling := range []string{secret, html.EscapeString(secret), url.QueryEscape(secret)} {
			spelling, _ = plain(spelling)
			m.parts(spelling)
		}
	}
	for _, word := range personal {
		word, _ = plain(word)
		m.word(strings.TrimSpace(word))
	}
	if at := jsonStart.FindStringIndex(text); at != nil {
		m.mark(at[0], len(text))
	}
	m.runs(isHexDigit, func(run string) bool { return len(run) >= minTokenHex })
	m.runs(isPhoneRune, func(run string) bool { return countDigits(run) >= minPhoneDigits })
	return bounded(m.String())
}

// oneLine makes a text that may show its digits, such as a time, one line that is safe
// to show.
func oneLine(text string) string {
	if len(text) > maxCleanInput {
		text = text[:maxCleanInput]
	}
	return bounded(plainOnce(text))
}

// bounded returns the words of a text, at most maxCleanRunes characters of them.
func bounded(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) > maxCleanRunes {
		text = string([]rune(text)[:maxCleanRunes-1]) + "…"
	}
	return text
}

// mask is a text and which of its bytes are hidden. All rules see the whole text: what
// one of them hides may be a part of what another one does.
type mask struct {
	text string
	hide []bool
}

func (m mask) mark(from, to int) {
	for i := from; i < to; i++ {
		m.hide[i] = true
	}
}

// String writes hidden for each stretch of hidden bytes.
func (m mask) String() string {
	var b strings.Builder
	for i := range len(m.text) {
		switch {
		case !m.hide[i]:
			b.WriteByte(m.text[i])
		case i == 0 || !m.hide[i-1]:
			b.WriteString(hidden)
		}
	}
	return strings.ToValidUTF8(b.String(), "")
}

// parts hides a secret, and what eight or more characters in a row have in common with
// it: messages are cut, and so are the secrets in them.
func (m mask) parts(secret string) {
	if secret == "" {
		return
	}
	size := min(minSecretPart, len(secret))
	parts := make(map[string]bool, len(secret))
	for i := 0; i+size <= len(secret); i++ {
		parts[secret[i:i+size]] = true
	}
	for i := 0; i+size <= len(m.text); i++ {
		if parts[m.text[i:i+size]] {
			m.mark(i, i+size)
		}
	}
}

// word hides a text where it stands by itself. A single character tells nobody.
func (m mask) word(word string) {
	if utf8.RuneCountInString(word) < 2 {
		return
	}
	for from := 0; ; {
		at := strings.Index(m.text[from:], word)
		if at < 0 {
			return
		}
		at += from
		end := at + len(word)
		before, _ := utf8.DecodeLastRuneInString(m.text[:at])
		after, _ := utf8.DecodeRuneInString(m.text[end:])
		if !continues(before, word) && !continues(after, word) {
			m.mark(at, end)
		}
		from = at + 1
	}
}

// continues reports whether a character beside a word makes it a part of a longer one.
// Scripts that do not separate words have no such characters.
func continues(r rune, word string) bool {
	ascii := func(r rune) bool { return r < utf8.RuneSelf }
	return ascii(r) && (unicode.IsLetter(r) || unicode.IsDigit(r)) && strings.IndexFunc(word, func(r rune) bool { return !ascii(r) }) < 0
}

func isHexDigit(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'f' || r >= 'A' && r <= 'F'
}

// isPhoneRune reports whether r can be part of a phone number as people write
// them.
func isPhoneRune(r rune) bool {
	return unicode.IsNumber(r) || strings.ContainsRune(" +/()._−", r) || unicode.Is(unicode.Pd, r)
}

func countDigits(run string) int {
	digits := 0
	for _, r := range run {
		if unicode.IsNumber(r) {
			digits++
		}
	}
	return digits
}

// runs hides those runs of member characters that are to be hidden. The spaces around
// a run stay, and what ends a sentence.
func (m mask) runs(member func(rune) bool, hide func(run string) bool) {
	const around = " ._-/"
	for at := 0; at < len(m.text); {
		run := m.text[at:]
		if end := strings.IndexFunc(run, func(r rune) bool { return !member(r) }); end >= 0 {
			run = run[:end]
		}
		if hide(run) {
			left := len(run) - len(strings.TrimLeft(run, around))
			m.mark(at+left, at+len(strings.TrimRight(run, around)))
		}
		at += len(run)
		next := strings.IndexFunc(m.text[at:], member)
		if next < 0 {
			return
		}
		at += next
	}
}
