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
	endsInDash := isDash && w.size == 2
	switch code := w.international(); {
	case code != "":
		if behind, isChinese := strings.CutPrefix(code, chinaCode); isChinese {
			return len(behind) > maxChinese && len(behind)-last.length >= maxChinese-1
		}
		return endsInDash && len(before) >= minWithAreaCode
	case before[0] == '0':
		return hasAreaCode(before) && (isDash || w.count > maxWithAreaCode)
	}
	return isChineseMobile(before) || endsInDash && len(before) >= minSharedDigits && !isChineseMobile(w.digits[:w.count])
}

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
