package numberlist

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestParsePhoneKeepsSpelling(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"02120280001":             "02120280001",
		"+8602120280001":          "+8602120280001",
		" 021-2028 0001\t":        "02120280001",
		"(021) 2028-0001":         "02120280001",
		"(+86) 021 2028 0001":     "+8602120280001",
		"\u300002120280001\u00a0": "02120280001",
		"00000":                   "00000",
		"012345678901234567":      "012345678901234567",
		"+999999999999999999":     "+999999999999999999",
	} {
		key, err := ParsePhone(text)
		if err != nil || key.String() != want {
			t.Errorf("ParsePhone(%q) = %v, %v; want %s", text, key, err, want)
		}
		if fromBytes, err := ParsePhone([]byte(text)); err != nil || fromBytes != key {
			t.Errorf("ParsePhone([]byte(%q)) = %v, %v; want %v", text, fromBytes, err, key)
		}
		if got, err := Normalize(text); err != nil || got != want {
			t.Errorf("Normalize(%q) = %q, %v; want %s", text, got, err, want)
		}
	}
}

func TestParsePhoneSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]error{
		"":                      errPhoneMissing,
		"\u3000\u00a0":          errPhoneMissing,
		"1234":                  errPhoneTooShort,
		"+-()":                  errPhoneTooShort,
		"1234567890123456789":   errPhoneTooLong,
		"0212028OO01":           errPhoneLetter,
		"021.2028.0001":         errPhoneLetter,
		"０２１２０２８０００１":           errPhoneLetter,
		"021\u00a020280001":     errPhoneLetter,
		"++8602120280001":       errPhonePlus,
		"86+02120280001":        errPhonePlus,
		"1.80123E+10":           errPhoneRounded,
		"1.8e10":                errPhoneRounded,
		"02120280001;138":       errPhoneLetter,
		"\u200b02120280001":     errPhoneLetter,
		"\xff\xfe0212028000123": errPhoneLetter,
	} {
		if key, err := ParsePhone(text); err != want { //nolint:errorlint // the very error is meant
			t.Errorf("ParsePhone(%q) = %v, %v; want %v", text, key, err, want)
		}
	}
}

func TestKeyOrderPutsBothSpellingsSideBySide(t *testing.T) {
	t.Parallel()
	phones := []string{"12345", "+12345", "12346", "000000", "012345", "+999999999999999999"}
	var keys []Key
	for _, phone := range phones {
		key, err := ParsePhone(phone)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key)
	}
	if !slices.IsSorted(keys) {
		t.Errorf("%v is not in order", keys)
	}
	if keys[0].withoutPlus() != keys[1].withoutPlus() {
		t.Error("a leading + makes more than the last bit")
	}
}

func TestZeroKeyIsNoPhone(t *testing.T) {
	t.Parallel()
	if text := Key(0).String(); text != "" {
		t.Errorf("Key(0) = %q", text)
	}
}

func FuzzNormalize(f *testing.F) {
	for _, text := range []string{"02120280001", "+86 (021) 2028-0001", "1.8e10", "\u3000 12345", "+", "00000", "9999999999999999999"} {
		f.Add(text)
	}
	right := regexp.MustCompile(`^\+?[0-9]{5,18}$`)
	f.Fuzz(func(t *testing.T, text string) {
		phone, err := Normalize(text)
		if err != nil {
			return
		}
		if !right.MatchString(phone) {
			t.Fatalf("Normalize(%q) = %q", text, phone)
		}
		if again, err := Normalize(phone); err != nil || again != phone {
			t.Fatalf("Normalize(%q) = %q, %v: not the same again", phone, again, err)
		}
		drop := strings.NewReplacer(" ", "", "-", "", "(", "", ")", "")
		if plain := drop.Replace(strings.TrimSpace(text)); plain != phone {
			t.Fatalf("Normalize(%q) = %q, want %q", text, phone, plain)
		}
	})
}
