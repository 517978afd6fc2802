package yccalltest

import (
	"reflect"
	"testing"
)

// FuzzPlainTelphoneIsReadAsByTheGeneralDecoder: the scanner may refuse any text, but what it reads it reads the same.
func FuzzPlainTelphoneIsReadAsByTheGeneralDecoder(f *testing.F) {
	for _, text := range plainTelphones {
		f.Add(text)
	}
	for _, text := range otherTelphones {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		scanned, ok := scanTelphone(text)
		if !ok {
			return
		}
		decoded, err := decodeTelphone(text)
		if err != nil || !reflect.DeepEqual(scanned, decoded) {
			t.Errorf("%q: %+v instead of %+v, %v", text, scanned, decoded, err)
		}
	})
}

var plainTelphones = []string{
	`[{"phone":"13900000000"}]`,
	`[{"phone":13900000000,"time":1767225600,"userid":"u","memberid":"m","customuuid":"c","ext":"e"},{"phone":"x"}]`,
	`[{"phone":""},{"time":"x","phone":"13900000000"},{"phone":"1","phone":"2"},{"userid":0}]`,
}

var otherTelphones = []string{
	``, `[`, `[]`, `[{}]`, `{"phone":"1"}`, `[{"phone":"1"}`, `[{"phone":"1"},]`, `[{"phone":"1"}] `, `[{"phone":"1"}]x`, ` [{"phone":"1"}]`,
	`[{"phone":"\u0031"}]`, `[{"phone":"é"}]`, `[{"Phone":"1"}]`, `[{"other":"1"}]`, `[{"phone":01}]`, `[{"phone":-1}]`, `[{"phone":1.5}]`,
	`[{"phone":1e3}]`, `[{"phone":null}]`, `[{"phone":["1"]}]`, `["1"]`, `[{"phone":"1"}{"phone":"2"}]`, `[{"phone":"1" }]`, "[{\"phone\":\"\x01\"}]",
}

func TestPlainTelphoneNeedsNoGeneralDecoder(t *testing.T) {
	t.Parallel()
	for _, text := range plainTelphones {
		if _, ok := scanTelphone(text); !ok {
			t.Errorf("%s is not scanned", text)
		}
	}
	for _, text := range otherTelphones {
		if _, ok := scanTelphone(text); ok {
			t.Errorf("%s is scanned", text)
		}
	}
}
