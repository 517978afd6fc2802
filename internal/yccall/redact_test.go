package yccall

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCleanHidesNumbersTokensAndSecrets(t *testing.T) {
	t.Parallel()
	const secret = `a/b+c"&<k€y`
	for text, want := range map[string]string{
		"":                               "",
		"no idle agent":                  "no idle agent",
		"失败 1003":                        "失败 1003",
		"ratio 1:2, 10 of 20, code 1028": "ratio 1:2, 10 of 20, code 1028",
		"number 18012345678 is bad":      "number […] is bad",
		"number 10086 is bad":            "number […] is bad",
		"x18012345678y":                  "x[…]y",
		"call +86 180-1234-5678 now":     "call […] now",
		"call (021) 2028 0001, please":   "call […], please",
		`"phone":"\u0031\u0038\u0030\u0031\u0032"`: `"phone":"[…]"`,
		`\\u0031\\u0038\\u0030\\u0031\\u0032`:      "[…]",
		"１８０１２３４５６７８ full width":                   "[…] full width",
		"٠١٢٣٤٥ another script":                    "[…] another script",
		"180\u200b123\u200d45 zero width":          "[…] zero width",
		"180\x00123\x0745":                         "[…]",
		"token " + testToken + " gone":             "token […] gone",
		"token " + strings.ToUpper(testToken):      "token […]",
		"key " + secret + " gone":                  "key […] gone",
		`key a\/b+c\"&<k€y gone`:                   "key […] gone",
		`key a\/b+c\"\u0026\u003ck\u20acy gone`:    "key […] gone",
		"key a/b+c&#34;&amp;&lt;k€y gone":          "key […] gone",
		"key a%2Fb%2Bc%22%26%3Ck%E2%82%ACy gone":   "key […] gone",
		"bad\x1b[31m\r\nterminal\u202e":            "bad [31m terminal",
		"invalid \xff utf-8":                       "invalid utf-8",
		strings.Repeat("long ", 100):               strings.Repeat("long ", 100)[:299] + "…",
	} {
		if got := Clean(text, "", secret); got != want {
			t.Errorf("Clean(%q)\n got %q\nwant %q", text, got, want)
		}
	}
}

// TestCleanHidesEchoedEntries is about messages that repeat the parameter telphone: whatever stands beside the numbers
// is personal data, too, and does not look like anything in particular.
func TestCleanHidesEchoedEntries(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`telphone = [{"phone":"18012345678","ext":"Jane"}]`:                "telphone = […]",
		`telphone = [{"phone":"18012345678","ext":"Ja`:                     "telphone = […]",
		`telphone = [{\"phone\":\"18012345678\",\"ext\":\"Jane\"}] is bad`: "telphone = […]",
		`telphone = "[{\\\"ext\\\":\\\"Jane\\\"}]"`:                        `telphone = "[…]`,
		`telphone = [ { "ext": "Jane" } ]`:                                 "telphone = […]",
		"telphone = [\n  {\n    \"ext\": \"Jane\"\n  }\n]":                 "telphone = […]",
		`telphone = {"ext":"Jane"}`:                                        "telphone = […]",
		`telphone = { "ext":"Jane"}`:                                       "telphone = […]",
		`telphone = {"3":{"ext":"Jane"}}`:                                  "telphone = […]",
		`telphone = [{&quot;ext&quot;:&quot;Jane&quot;}]`:                  "telphone = […]",
		`telphone = {&#34;ext&#34;:&#34;Jane&#34;}`:                        "telphone = […]",
		`telphone = %5B%7B%22ext%22%3A%22Jane%22%7D%5D`:                    "telphone = […]",
		`telphone = \u005b\u007b\u0022ext\u0022:\u0022Jane\u0022}]`:        "telphone = […]",
		"telphone = ［｛＂ext＂：＂Jane＂｝］":                                      "telphone = […]",
		"telphone = [\u200b{\"ext\":\"Jane\"}]":                            "telphone = […]",
		"field [ext] of {list} is {bad} [[2]]":                             "field [ext] of {list} is {bad} [[2]]",
	} {
		if got := Clean(text); got != want {
			t.Errorf("Clean(%q)\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestCleanIsBounded(t *testing.T) {
	t.Parallel()
	if n := utf8.RuneCountInString(Clean(strings.Repeat("错", 1<<20))); n != maxCleanRunes {
		t.Errorf("%d characters, want %d", n, maxCleanRunes)
	}
}
