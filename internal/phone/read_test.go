package phone

import (
	"errors"
	"regexp"
	"strings"
	"testing"
)

func TestReadTakesWhatMeansOneThing(t *testing.T) {
	t.Parallel()
	for want, texts := range map[string][]string{
		"02120280001": {
			"02120280001", "021-2028-0001", "(021) 2028 0001", "021.2028.0001", "０２１２０２８０００１", "021－20280001", "（021）20280001",
			"021\u00a02028\u202f0001", "\u202a02120280001\u202c", "\u200b02120280001", "\ufeff02120280001", "021\u300020280001",
			"021‐2028‑0001", "021–2028—0001", "021−2028−0001", "021·2028·0001", "'02120280001", "’02120280001", "＇02120280001",
			`="02120280001"`, "tel:02120280001", "TEL: 021-2028-0001", "02120280001.0", "02120280001.00", "\t02120280001 ", "-02120280001",
			"02120280001-", "(021)-2028-0001", "021ー2028ー0001", "021 2028\u00ad0001",
		},
		"+447700900002": {"+447700900002", "+44 7700 900002", "＋４４７７００９００００２", "(+44) 7700 900002", "tel:+44-7700-900002", "'+447700900002"},
		"447700900002":  {"447700900002.0"},
		"+390612345678": {"+39 06 1234 5678", "+390612345678"}, // the 0 belongs to the number in Italy
		"2025550101":    {"202.555.0101", "202-555-0101"},
		"0639980001":    {"06.39.98.00.01"},
		"13800000001":   {"13.800.000.001", "138.0000.0001", "138 0000 0001", "1380000-0001"},
		"(0)":           nil,
		// A hyphen before the last digits does not make them an extension where they may belong to the number.
		"03012345678":     {"030 12345-678"},
		"+493012345678":   {"+49 30 12345-678"},
		"8613800000001":   {"86 13800000001", "86-138-0000-0001"},
		"12025550101":     {"1 202 555 0101", "1.202.555.0101"},
		"4915112345678":   {"49 15112345678"},
		"+5511912345678":  {"+55 11 91234-5678"},
		"05758765432":     {"0575-876-5432"},
		"008613800000001": {"0086 138 0000 0001"},
		"81312345678":     {"81 3-1234-5678"},
		"00000":           {"00000"},
		"07700900001":     {"(0)7700 900001"},
	} {
		for _, text := range texts {
			if n, err := Read(text); err != nil || n.String() != want {
				t.Errorf("Read(%q) = %v, %v; want %s", text, n, err, want)
			}
			if n, err := Read([]byte(text)); err != nil || n.String() != want {
				t.Errorf("Read([]byte(%q)) = %v, %v; want %s", text, n, err, want)
			}
		}
	}
}

func TestReadRefusesWhatMeansTwoThings(t *testing.T) {
	t.Parallel()
	for fault, texts := range map[*Fault][]string{
		faultMissing: {"", " ", "\u3000\u00a0\u200b", "\t"},
		faultShort:   {"1234", "+-()", "110"},
		faultLong:    {"1234567890123456789", "+1234567890123456789"},
		faultLetter:  {"0770-no-0", "1-800-555-CALL", "O2120280001", "02120280001 张", "withheld", "NULL", "+ADgANg-"},
		faultScript:  {"٠١١٠٠٩٠٠٠٠١", "०२१२०२८०००१"},
		faultOdd:     {"*13800000001", "138_0000_0001", "13800000001*", "\xff\xfe0212", "02120280001?"},
		faultPlus:    {"++8613800000001", "86+13800000001", "138+00000001"},
		faultHashes:  {"###########", "#"},
		faultRounded: {"1.38E+10", "4.47701E+11", "1,38E+10", "1.8e10", "-1.38E+10", "1E10", "１.38E+10"},
		faultDecimal: {"13800000001.5", "13800000001.25", "13800000001.", "13800000001,0", "39.9042"},
		faultFormula: {"=1+1", "=A2", "#N/A", "#REF!", "#DIV/0!"},
		faultComment: {"# not these", "#13800000001"},
		faultHidden:  {"138****0001", "138XXXX0001", "138xxxx0001", "138 0000 ----", "138----0001", "138••••0001", "138....0001", "13800000***", "138__0001"},
		faultNumbered: {
			"1. 13800000001", "1.13800000001", "2) 13800000001", "3）138 0000 0001", "12 13800000001", "(4)13800000001", "1. 138-0000-0001", "7 13800000001",
		},
		faultGrouping: {
			"13,800,000,001", "13,800,000,001.00", "7,700,900,001", "13，800，000，001", "13'800'000'001", "138,0000,0001", "138,00000001",
		},
		faultDate:      {"2026-12-01", "01-02-2026", "2026/12/01", "1/2/2026", "01.02.2026", "2026-12-01 09:00:00", "2026-12-01T09:00:00Z", "2026年12月1日", "2026-1-31", "1-Dec-26", "Dec-26", "December 1, 2026"},
		faultTwo:       {"13800000001/13800000002", "13800000003;13800000004", "13800000005、13800000006", "13800000001, 13800000002", "13800000001 13800000002", "2345678 2345679", "13800000001\n13800000002", "13800000001 or 13800000002", "13800000001|13800000002", "13800000001 & 13800000002", "(021)2028000 / 2028001", "13800000001//13800000002", `13800000001\\13800000002`, "13800000001~13800000002", "13800000001至13800000002", "13800000001+8613800000002", "13800000001、72"},
		faultSlash:     {"030/23125001", "8234567/8", "030 / 23 12 50 01"},
		faultExtension: {"12025550101x5", "+1 202 555 0102 ext. 5", "010-62345678#8001", "010-62345678转8001", "+12025550103;ext=5", "tel:+12025550103;ext=5", "(202) 555-0102 Extension 12", "010-62345678 分机 8001", "2025550101 X 12", "010-62345678轉8001", "010-62345678转分机8001", "13800000001(转8001)", "01062345678,8001", "01062345678,,8001#", "01062345678;8001", "010-62345678 p8001"},
		faultHyphen: {"010-62345678-8001", "0755-86000001-12", "030 2312500-01", "(010)62345678-1", "01062345678-8001", "010－62345678－8001",
			"13800000001-1", "138-0000-0001-12", "138 0000 0001 12", "+86-21-62345678-801", "86-21-62345678-801", "+86 21 6234 5678 801", "+86 138 0000 0001-2",
			"0575 87654321 801", "202-555-0106-5", "202.555.0105.5", "+1 202 555 0107 22", "1-202-555-0107-22", "8234567-8", "13812345600-99", "+442079460018-5"},
		faultParenthesis: {"+1 202-555-0101 (5)", "13800000001(123)", "02120280001（8001）"},
		faultTrunkZero:   {"+44 (0)7700 900001", "+49 (0) 30 23125001", "+44 07700 900001", "+86 010 62345678", "0044 (0)7700 900003", "+4407700900001", "00440 7700900001", "44 (0)7700 900001", "+44（0）7700 900001", "86 010 62345678", "44 07700 900001"},
		faultSingle:      {"'07700900001'", "’07700900001’"},
	} {
		for _, text := range texts {
			n, err := Read(text)
			var wrong *Error
			if !errors.As(err, &wrong) || wrong.Fault != fault {
				t.Errorf("Read(%q) = %v, %v; want %q", text, n, err, fault.One)
				continue
			}
			if runs := regexp.MustCompile(`[0-9]{3,}`).FindString(text); runs != "" && strings.Contains(err.Error(), runs) {
				t.Errorf("the error shows the value: %v", err)
			}
		}
	}
}

func TestFaultSaysWhereTheCharacterIs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0770-no-0":    "has a letter (character 6): write digits only",
		"１２a45":        "has a letter (character 3): write digits only",
		"138+00000001": "has a + that is not in front (character 4): write one number in each row, and the + in front of it",
		"110":          "has fewer than 5 digits: write the whole number, with its area code",
		"":             "is missing",
	} {
		if _, err := Read(text); err == nil || err.Error() != want {
			t.Errorf("Read(%q): %v, want %s", text, err, want)
		}
	}
}

// FuzzRead checks that what is taken is what the text has as digits, and that what is right is always taken.
func FuzzRead(f *testing.F) {
	for _, text := range []string{"02120280001", "+86 (021) 2028-0001", "1.8e10", "\u3000 12345", "+", "00000", "9999999999999999999", `="07700900001"`, "13800000001.0", "010-62345678转8001", "(0)(0)", "tel:tel:1", "''1", "2026-12-01"} {
		f.Add(text)
	}
	right := regexp.MustCompile(`^\+?[0-9]{5,18}$`)
	f.Fuzz(func(t *testing.T, text string) {
		n, err := Read(text)
		if fromBytes, err2 := Read([]byte(text)); fromBytes != n || (err == nil) != (err2 == nil) {
			t.Fatalf("Read(%q) = %v, %v; of bytes %v, %v", text, n, err, fromBytes, err2)
		}
		if err != nil {
			var wrong *Error
			if !errors.As(err, &wrong) {
				t.Fatalf("Read(%q): %v is no *Error", text, err)
			}
			return
		}
		phone := n.String()
		if !right.MatchString(phone) {
			t.Fatalf("Read(%q) = %q", text, phone)
		}
		if again, err := Read(phone); err != nil || again != n {
			t.Fatalf("Read(%q) = %q, %v: not the same again", phone, again, err)
		}
		if parsed, err := Parse(phone); err != nil || parsed != n {
			t.Fatalf("Parse(%q) = %q, %v", phone, parsed, err)
		}
		var digits []byte
		for _, r := range text {
			if kindOf(r) == kindDigit {
				digits = append(digits, digitOf(r))
			}
		}
		if got := strings.TrimPrefix(phone, "+"); !strings.HasPrefix(string(digits), got) || strings.Trim(string(digits[len(got):]), "0") != "" {
			t.Fatalf("Read(%q) = %q: the text has the digits %s", text, phone, digits)
		}
	})
}
