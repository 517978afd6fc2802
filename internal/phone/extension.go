package phone

import "strings"

// This file tells a number with an extension glued to it from one that is divided in an unusual way.

const (
	maxExtension = 6
	// A number with its area code, the 0 in front of it included: 0, two or three digits, seven or eight digits.
	minWithAreaCode = 1 + 2 + 7
	maxWithAreaCode = 1 + 3 + 8
	// Numbers of China have eleven digits at most behind the country code; mobiles have just these.
	chinaCode  = "86"
	maxChinese = 11
)

// hasExtension reports whether a few digits follow a number that is whole without them.
func (w *written) hasExtension() bool {
	last := w.groups[w.size-1]
	if w.size == 1 || last.length > maxExtension {
		return false
	}
	if w.isAmerican() {
		return true
	}
	before, isDash := w.digits[:last.first], last.before&sepDash != 0
	switch code := w.international(); {
	case strings.HasPrefix(code, chinaCode):
		behind := len(code) - len(chinaCode)
		return behind > maxChinese && behind-last.length >= maxChinese-1
	case code != "":
		return w.endsLate() || isDash && w.size == 2 && len(before) >= minWithAreaCode
	case before[0] == '0':
		return hasAreaCode(before) && (isDash || w.count > maxWithAreaCode || w.endsLate())
	default:
		return w.hasLocalExtension()
	}
}

// hasLocalExtension is hasExtension of a number with neither a country code nor a 0 in front.
func (w *written) hasLocalExtension() bool {
	last := w.groups[w.size-1]
	before := w.digits[:last.first]
	switch isDash := last.before&sepDash != 0; {
	case isChineseMobile(w.digits[:w.count]):
		return false
	case isChineseMobile(before), w.endsLate():
		return true
	default:
		return isDash && w.size == 2 && (len(before) >= minSharedDigits || isService(before, last))
	}
}

// endsLate reports whether the last group stands where nobody divides a number: behind a group of ten digits; with a hyphen,
// behind six and as many in front; or as a digit alone.
func (w *written) endsLate() bool {
	last, previous := w.groups[w.size-1], w.groups[w.size-2]
	if previous.length >= minWithAreaCode {
		return true
	}
	isDash, isAlone := last.before&sepDash != 0, last.length == 1 && previous.length > 1
	return last.first >= minWithAreaCode && (isDash && previous.length >= 6 || !isDash && isAlone)
}

// isService reports whether a number is as short as that of a bank or a network, and the last group as an extension: 95588-1.
func isService(before []byte, last group) bool { return len(before) == MinDigits && last.length <= 2 }

func hasAreaCode(digits []byte) bool {
	return len(digits) >= minWithAreaCode && len(digits) <= maxWithAreaCode
}

// isAmerican reports whether there is a group behind a number that is written as in North America: (1) 202 555 0101.
func (w *written) isAmerican() bool {
	groups := w.groups[:w.size]
	if groups[0].length == 1 && w.digits[0] == '1' {
		groups = groups[1:]
	}
	return len(groups) == 4 && groups[0].length == 3 && groups[1].length == 3 && groups[2].length == 4 && w.digits[groups[0].first] > '1'
}
