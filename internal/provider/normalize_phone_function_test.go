package provider_test

import (
	"strings"
	"testing"
)

func TestNormalizePhoneIsWhatIsSentToThePlatform(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"+44 (7700) 900-001": "+447700900001",
		" 02180000001 ":      "02180000001",
		"13800000001":        "13800000001",
	} {
		if got, _, refused := runFunction(t, "normalize_phone", text); got != want {
			t.Errorf("normalize_phone(%q) is %v, want %s %s", text, got, want, refused)
		}
	}
}

func TestNormalizePhoneSaysWhatIsWrongWithoutTheNumber(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                    "is missing",
		"1234":                "fewer than 5 digits",
		"1234567890123456789": "more than 18 digits",
		"13800000001x":        "a letter",
		"1380000+0001":        "not in front",
		"1.38E+10":            "a spreadsheet",
	} {
		got, argument, refused := runFunction(t, "normalize_phone", text)
		if got != nil || argument != 0 || !strings.Contains(refused, want) {
			t.Errorf("normalize_phone(%q) is %v; error at argument %d: %s", text, got, argument, refused)
		}
		if text != "" && strings.Contains(refused, text) {
			t.Errorf("the error repeats the number: %s", refused)
		}
	}
}
