package yccall

import (
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
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
	// minTokenHex is the length of the platform's tokens, in hex digits.
	minTokenHex = 32
	// maxCleanInput bounds, in bytes, the work done on a text of the server's
	// choosing.
	maxCleanInput = 16 << 10
)

// jsonStart finds where JSON of entries begins, in a text whose backslashes are
// undone: "[{" or "{" with a quote, as it is or written for HTML or a URL. Where it
// ends cannot be told, since echoes are cut off and their quotes may be damaged.
var jsonStart = regexp.MustCompile(`(?i)(\[|%5B)\s*(\{|%7B)|(\{|%7B)\s*("|'|&quot;|&#0*3[49];|&#x0*2[27];|%2[27])`)

// Clean makes a text of the platform's safe to show and to log. The platform's
// messages echo what was sent, so the given secrets, anything that looks like a
// token (32 hex digits or more) and every run of five or more digits that may be
// a phone number are replaced by "[…]". A run may hold spaces, "+", "-", "/" and
// parentheses, and its digits may be written as \uXXXX or in any script; dates
// and long task ids are hidden with the rest. From where a list of entries or an
// object begins nothing is shown at all: its texts are what customers are known
// by, and look like nothing in particular. Control characters, which could
// steer a terminal, become spaces, and invisible ones are removed. The result is
// one line of at most 300 characters.
func Clean(text string, secrets ...string) string {
	if len(text) > maxCleanInput {
		text = text[:maxCleanInput]
	}
	text = plain(text)
	for _, secret := range secrets {
		for _, spelling := range []string{secret, html.EscapeString(secret), url.QueryEscape(secret)} {
			if spelling = plain(spelling); spelling != "" {
				text = strings.ReplaceAll(text, spelling, hidden)
			}
		}
	}
	if at := jsonStart.FindStringIndex(text); at != nil {
		text = text[:at[0]] + hidden
	}
	text = replaceRuns(text, isHexDigit, func(run string) bool { return len(run) >= minTokenHex })
	text = replaceRuns(text, isPhoneRune, func(run string) bool { return countDigits(run) >= minPhoneDigits })
	return bounded(text)
}

// oneLine is Clean for a text that may show its digits, such as a time.
func oneLine(text string) string {
	if len(text) > maxCleanInput {
		text = text[:maxCleanInput]
	}
	return bounded(plain(text))
}

// bounded returns the words of a text, at most maxCleanRunes characters of them.
func bounded(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) > maxCleanRunes {
		text = string([]rune(text)[:maxCleanRunes-1]) + "…"
	}
	return text
}

// plain undoes the spellings that would keep a number or a secret from being
// found: JSON escapes, full-width characters, invisible characters.
func plain(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for len(text) > 0 {
		r, size := unescapeRune(text)
		text = text[size:]
		switch {
		case r == utf8.RuneError, utf16.IsSurrogate(r), unicode.In(r, unicode.Cf, unicode.Mn):
			// Unreadable or invisible: in the middle of a number it would hide it.
		case unicode.IsControl(r), unicode.IsSpace(r):
			b.WriteByte(' ')
		case r >= '！' && r <= '～': // the full-width forms of ASCII
			b.WriteRune(r - '！' + '!')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unescapeRune reads one character, which may be written as a JSON escape, once
// or repeatedly escaped. Escaping backslashes read as utf8.RuneError.
func unescapeRune(text string) (r rune, size int) {
	if text[0] != '\\' || len(text) < 2 {
		return utf8.DecodeRuneInString(text)
	}
	switch text[1] {
	case '\\', '/', '"':
		return utf8.RuneError, 1
	case 'n', 'r', 't', 'b', 'f':
		return ' ', 2
	case 'u':
		if len(text) >= 6 {
			if code, err := strconv.ParseUint(text[2:6], 16, 16); err == nil {
				return rune(code), 6
			}
		}
	}
	return '\\', 1
}

func isHexDigit(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'f' || r >= 'A' && r <= 'F'
}

// isPhoneRune reports whether r can be part of a phone number as people write
// them.
func isPhoneRune(r rune) bool { return unicode.IsNumber(r) || strings.ContainsRune(" +-/()", r) }

func countDigits(run string) int {
	digits := 0
	for _, r := range run {
		if unicode.IsNumber(r) {
			digits++
		}
	}
	return digits
}

// replaceRuns replaces those runs of member characters that are to be hidden.
// The spaces around a run stay.
func replaceRuns(text string, member func(rune) bool, hide func(run string) bool) string {
	var b strings.Builder
	for text != "" {
		end := strings.IndexFunc(text, func(r rune) bool { return !member(r) })
		if end < 0 {
			end = len(text)
		}
		run := text[:end]
		if hide(run) {
			core := strings.TrimSpace(run)
			run = strings.Replace(run, core, hidden, 1)
		}
		b.WriteString(run)
		text = text[end:]

		next := strings.IndexFunc(text, member)
		if next < 0 {
			next = len(text)
		}
		b.WriteString(text[:next])
		text = text[next:]
	}
	return b.String()
}
