package yccalltest

import "strings"

// scanTelphone reads an array in the plain form in which clients write it: no blanks, known keys, values that are
// strings of plain ASCII or integers. It is several times as fast as a general decoder, which matters because the mock
// stands for the network when the provider is measured. Anything else is not ok, and left to decodeTelphone.
func scanTelphone(text string) (submissions []submission, ok bool) {
	s := scanner{text}
	submissions = make([]submission, 0, min(strings.Count(text, "{"), maxNumbers))
	for opening := byte('['); ; opening = ',' {
		element := s.rest
		if len(element) > 0 {
			element = element[1:]
		}
		var f fields
		if !s.take(opening) || !s.object(&f) || len(submissions) == maxNumbers {
			return nil, false
		}
		sub := f.submission()
		sub.index = len(submissions)
		sub.raw = element[:len(element)-len(s.rest)]
		submissions = append(submissions, sub)
		if s.take(']') {
			return submissions, s.rest == ""
		}
	}
}

// scanner moves through a text. Its methods report whether what they look for comes next, and pass it.
type scanner struct{ rest string }

func (s *scanner) take(c byte) bool {
	if s.rest == "" || s.rest[0] != c {
		return false
	}
	s.rest = s.rest[1:]
	return true
}

func (s *scanner) object(f *fields) bool {
	for opening := byte('{'); ; opening = ',' {
		var key, value string
		if !s.take(opening) || !s.quoted(&key) || !s.take(':') || !s.quoted(&value) && !s.integer(&value) {
			return false
		}
		switch key {
		case "phone":
			f.phone = value
		case "time":
			f.time = value
		case "userid":
			f.userID = value
		case "memberid":
			f.memberID = value
		case "customuuid":
			f.customID = value
		case "ext":
			f.ext = value
		default:
			return false
		}
		if s.take('}') {
			return true
		}
	}
}

// quoted takes a string that stands for itself: without escapes, and all of it ASCII.
func (s *scanner) quoted(value *string) bool {
	if s.rest == "" || s.rest[0] != '"' {
		return false
	}
	for i := 1; i < len(s.rest); i++ {
		switch c := s.rest[i]; {
		case c == '"':
			*value, s.rest = s.rest[1:i], s.rest[i+1:]
			return true
		case c < ' ' || c == '\\' || c > '~':
			return false
		}
	}
	return false
}

func (s *scanner) integer(value *string) bool {
	n := 0
	for n < len(s.rest) && '0' <= s.rest[n] && s.rest[n] <= '9' {
		n++
	}
	if n == 0 || n > 1 && s.rest[0] == '0' {
		return false
	}
	*value, s.rest = s.rest[:n], s.rest[n:]
	return true
}
