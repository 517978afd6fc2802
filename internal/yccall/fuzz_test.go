package yccall

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func FuzzDecodeReply(f *testing.F) {
	for _, seed := range []string{
		success(`{"taskid":"20250106150501420056","invaliddata":[]}`), success("null"), "\uFEFF" + success("[]"),
		`{"ret":"600","data":{},"msg":"x"}`, `{"ret":200,"data":[]}`, `{"ret":2e2,"data":{"status":"1","errors":[]}}`, `<html>`, ``, `{`,
	} {
		f.Add(200, []byte(seed))
		f.Add(502, []byte(seed))
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		r, err := decodeReply(status, body)
		if err != nil {
			if len(err.kinds) == 0 || err.Error() == "" {
				t.Errorf("an error without a kind: %#v", err)
			}
			return
		}
		if len(r.result) > 0 && !json.Valid(r.result) {
			t.Errorf("result %q is not JSON", r.result)
		}
		// Whatever a service makes of the result, it must not panic.
		_, _, _, _ = decodePage(r.result, "task")
		if list, err := decodeList(r.result); err == nil {
			_, _ = decodeRows[taskRow](list)
			_, _ = decodeRows[numberRow](list)
		}
	})
}

func FuzzDecodeInvalid(f *testing.F) {
	for _, seed := range []string{
		``, `null`, `[]`, `{}`, `""`, `["1",2,{"phone":3}]`, `{"1":{"phone":"x"}}`, `{"phone":"x"}`, `[[[]]]`, `[`, `{"0":`, `[18012345678.0]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		items, err := decodeInvalid(raw)
		if err != nil && !errors.Is(err, errTooManyRows) {
			t.Error(err)
		}
		for _, item := range items {
			if json.Valid(raw) && !json.Valid([]byte(item.JSON)) {
				t.Errorf("%q is not JSON", item.JSON)
			}
		}
	})
}

func FuzzClean(f *testing.F) {
	for _, seed := range []string{
		"number 18012345678 is bad", `\u0031\u0038\u0030\u0031\u0032`, "１８０１２", "180 123 45", "\x1b[31m", testToken, `\\\\u0031`, "+1-2/3(4)5", "secret-k€y", `secret\-k\u20acy`,
		`x = [{\"phone\":\"1\"}]`,
	} {
		f.Add(seed, "secret-k€y")
	}
	f.Fuzz(func(t *testing.T, text, secret string) {
		got := clean(text, []string{secret}, nil)
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > maxCleanRunes {
			t.Errorf("%q is too long or not UTF-8", got)
		}
		digits := 0
		for _, r := range got {
			switch {
			case unicode.IsControl(r):
				t.Errorf("%q has a control character", got)
			case unicode.IsNumber(r):
				if digits++; digits >= minPhoneDigits {
					t.Errorf("%q shows a number", got)
				}
			case !isPhoneRune(r):
				digits = 0
			}
		}
		// A secret of a few characters cannot be told from the text around it.
		if len(secret) >= 8 && !strings.Contains(hidden, secret) && strings.Contains(got, secret) {
			t.Errorf("%q shows the secret %q", got, secret)
		}
	})
}

func TestErrorsOfThisPackageAreErrors(t *testing.T) {
	t.Parallel()
	var err error = malformed(serviceTaskAdd, "x")
	var e *Error
	if !errors.As(err, &e) || e.Service != "TaskAdd" || !errors.Is(err, ErrMayHaveRun) {
		t.Errorf("got %#v", err)
	}
}
