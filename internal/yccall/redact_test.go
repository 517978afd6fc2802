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
		"dots 180.1234.5678.":                      "dots […].",
		"low lines 180_1234_5678":                  "low lines […]",
		"dashes 180–1234—5678, 180‐1234‑5678":      "dashes […], […]",
		"minus 180−1234−5678":                      "minus […]",
		"URL %31%38%30%31%32 twice %2531%2538012":  "URL […] twice […]",
		"HTML &#49;&#x38;&#48;&#49;&#50;":          "HTML […]",
		"HTML twice &amp;#49;&amp;#56;012":         "HTML twice […]",
		`mixed %5Cu0031\u0026#56;012`:              "mixed […]",
		"100% of 20, 5%, %zz":                      "100% of 20, 5%, %zz",
		"token " + testToken[:12] + "… gone":       "token […]… gone",
		"token …" + testToken[20:] + " gone":       "token …[…] gone",
		"key b+c\"&<k€y gone":                      "key […] gone",
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
		if got := clean(text, []string{"", testToken, secret}, nil); got != want {
			t.Errorf("clean(%q)\n got %q\nwant %q", text, got, want)
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
		if got := clean(text, nil, nil); got != want {
			t.Errorf("clean(%q)\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestCleanIsBounded(t *testing.T) {
	t.Parallel()
	if n := utf8.RuneCountInString(clean(strings.Repeat("错", 1<<20), nil, nil)); n != maxCleanRunes {
		t.Errorf("%d characters, want %d", n, maxCleanRunes)
	}
}

// TestCleanHidesWhatStandsBesideTheNumbers is about messages that name what was sent for a person without its JSON.
func TestCleanHidesWhatStandsBesideTheNumbers(t *testing.T) {
	t.Parallel()
	personal := []string{"", "7", "Jane Doe", "Jane", "u-12", "王小明", "a&b", "no"}
	for text, want := range map[string]string{
		"ext Jane Doe is too long":         "ext […] is too long",
		"ext Jane is too long":             "ext […] is too long",
		"userid u-12: no, not 7":           "userid […]: […], not 7",
		"用户王小明不存在":                         "用户[…]不存在",
		"ext a&amp;b, a%26b and a\\u0026b": "ext […], […] and […]",
		"nobody knows Janet":               "nobody knows Janet",
	} {
		if got := clean(text, nil, personal); got != want {
			t.Errorf("clean(%q)\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestTextThatIsEscapedWithoutEndIsHidden(t *testing.T) {
	t.Parallel()
	if got := clean("number %"+strings.Repeat("25", 100)+"318012", nil, nil); got != hidden {
		t.Errorf("got %q", got)
	}
}

func TestPlatformsTextsCannotSteerATerminal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a  name":                     "a  name",
		"\x1b[2Jname\u009b1m":         "[2Jname1m",
		"two\r\nlines\tand\u0085more": "two  lines and more",
		"\u202eeman\u2066\u200f":      "eman",
		"می\u200cخواهم 👨\u200d👩":      "می\u200cخواهم 👨\u200d👩",
	} {
		if got := visible(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
