package phone

import (
	"slices"
	"testing"
)

func TestParseKeepsZerosAndPlus(t *testing.T) {
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
		number, err := Parse(text)
		if err != nil || number.String() != want {
			t.Errorf("Parse(%q) = %v, %v; want %s", text, number, err, want)
		}
		if fromBytes, err := Parse([]byte(text)); err != nil || fromBytes != number {
			t.Errorf("Parse([]byte(%q)) = %v, %v; want %v", text, fromBytes, err, number)
		}
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]error{
		"":                      errMissing,
		"\u3000\u00a0":          errMissing,
		"1234":                  errTooShort,
		"+-()":                  errTooShort,
		"1234567890123456789":   errTooLong,
		"0212028OO01":           errLetter,
		"021.2028.0001":         errLetter,
		"０２１２０２８０００１":           errLetter,
		"021\u00a020280001":     errLetter,
		"++8602120280001":       errPlus,
		"86+02120280001":        errPlus,
		"1.80123E+10":           errRounded,
		"1.8e10":                errRounded,
		"02120280001;138":       errLetter,
		"\u200b02120280001":     errLetter,
		"\xff\xfe0212028000123": errLetter,
	} {
		if number, err := Parse(text); err != want { //nolint:errorlint // the very error is meant
			t.Errorf("Parse(%q) = %v, %v; want %v", text, number, err, want)
		}
	}
}

func TestOrderPutsANumberWithAndWithoutPlusSideBySide(t *testing.T) {
	t.Parallel()
	phones := []string{"12345", "+12345", "12346", "000000", "012345", "+999999999999999999"}
	var numbers []Number
	for _, phone := range phones {
		number, err := Parse(phone)
		if err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, number)
	}
	if !slices.IsSorted(numbers) {
		t.Errorf("%v is not in order", numbers)
	}
	if numbers[0].WithoutPlus() != numbers[1].WithoutPlus() {
		t.Error("a leading + makes more than the last bit")
	}
}

func TestZeroNumberIsNoPhone(t *testing.T) {
	t.Parallel()
	if text := Number(0).String(); text != "" {
		t.Errorf("Number(0) = %q", text)
	}
}

func TestNormalizeReadsWhatPeopleWrite(t *testing.T) {
	t.Parallel()
	if got, err := Normalize("+86 138.0000.0001"); err != nil || got != "+8613800000001" {
		t.Errorf("Normalize = %q, %v", got, err)
	}
	if got, err := Normalize("+44 (0)7700 900001"); err == nil || got != "" {
		t.Errorf("Normalize = %q, %v", got, err)
	}
}
