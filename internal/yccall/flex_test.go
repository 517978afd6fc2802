package yccall

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestScalarsInAnyJSONTypeKeepEveryDigit(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]struct {
		text  string
		value int64
		known bool
	}{
		`20250106150501420056`:   {"20250106150501420056", 0, false}, // larger than any integer
		`"20250106150501420056"`: {"20250106150501420056", 0, false},
		`9007199254740993`:       {"9007199254740993", 9007199254740993, true}, // not exact as a float
		`"1035"`:                 {"1035", 1035, true},
		`1035`:                   {"1035", 1035, true},
		`" 7 "`:                  {" 7 ", 7, true},
		`1035.0`:                 {"1035.0", 1035, true},
		`1e3`:                    {"1e3", 1000, true},
		`1.5`:                    {"1.5", 0, false},
		`1e300`:                  {"1e300", 0, false},
		`"NaN"`:                  {"NaN", 0, false},
		`-1`:                     {"-1", -1, true},
		`""`:                     {"", 0, false},
		`null`:                   {"", 0, false},
		`[]`:                     {"", 0, false},
		`{}`:                     {"", 0, false},
		`true`:                   {"true", 0, false},
		`"\u5ba2\u670d"`:         {"客服", 0, false},
	} {
		var row struct {
			Text flexText
			Int  flexInt
		}
		if err := json.Unmarshal([]byte(`{"Text":`+raw+`,"Int":`+raw+`}`), &row); err != nil {
			t.Errorf("%s: %v", raw, err)
		}
		if row.Text.value != want.text || row.Int.value != want.value || row.Int.known != want.known {
			t.Errorf("%s: got %+v", raw, row)
		}
		if !row.Text.present {
			t.Errorf("%s: a key that was sent counts as absent", raw)
		}
	}
}

func TestAbsentKeysAreToldFromEmptyOnes(t *testing.T) {
	t.Parallel()
	var row struct{ Absent, Null, Empty, Full flexText }
	if err := json.Unmarshal([]byte(`{"Null":null,"Empty":"","Full":"x"}`), &row); err != nil {
		t.Fatal(err)
	}
	text := func(s string) *string { return &s }
	got := []*string{row.Absent.pointer(), row.Null.pointer(), row.Empty.pointer(), row.Full.pointer()}
	if diff := cmp.Diff([]*string{nil, text(""), text(""), text("x")}, got); diff != "" {
		t.Errorf("pointer: %s", diff)
	}
	got = []*string{row.Absent.filled(), row.Null.filled(), row.Empty.filled(), row.Full.filled()}
	if diff := cmp.Diff([]*string{nil, nil, nil, text("x")}, got); diff != "" {
		t.Errorf("filled: %s", diff)
	}
}

func TestFlagIsUnknownUnlessZeroOrOne(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	for raw, want := range map[string]*bool{`1`: &yes, `"1"`: &yes, `0`: &no, `"0"`: &no, `null`: nil, `""`: nil, `2`: nil} {
		var n flexInt
		if err := json.Unmarshal([]byte(raw), &n); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, n.flag()); diff != "" {
			t.Errorf("%s: %s", raw, diff)
		}
	}
}

func TestListsInAnyOfPHPsSpellings(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string][]string{
		``: nil, `null`: nil, `""`: nil, `[]`: nil, `{}`: nil, "[\n]": nil, `false`: nil,
		`[1,"2",{"a":3}]`:                     {`1`, `"2"`, `{"a":3}`},
		`[null,1,null]`:                       {`1`},
		`{"0":"a","2":"c","10":"k"}`:          {`"a"`, `"c"`, `"k"`},
		`{"10":"k","2":null,"3":{"phone":1}}`: {`{"phone":1}`, `"k"`},
		`{"taskid":"1"}`:                      {`{"taskid":"1"}`},
		`{"0":1,"x":2}`:                       {`{"0":1,"x":2}`},
		`{"01":1}`:                            {`{"01":1}`},
	} {
		list, err := decodeList([]byte(raw))
		if err != nil {
			t.Errorf("%s: %v", raw, err)
		}
		var got []string
		for _, row := range list {
			got = append(got, string(row))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", raw, diff)
		}
	}
	for _, raw := range []string{`1`, `"text"`, `true`} {
		if _, err := decodeList([]byte(raw)); err == nil {
			t.Errorf("%s passed for a list", raw)
		}
	}
}

func TestInvalidDataInAnyShape(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string][]InvalidItem{
		``: nil, `null`: nil, `""`: nil, `[]`: nil, `{}`: nil,
		`["18012345678"]`:                  {{"18012345678", `"18012345678"`}},
		`[18012345678]`:                    {{"18012345678", `18012345678`}},
		`["+8613800000000", "0212"]`:       {{"+8613800000000", `"+8613800000000"`}, {"0212", `"0212"`}},
		`[{"phone": "x", "time": 1}]`:      {{"x", `{"phone":"x","time":1}`}},
		`[{"phone":18012345678}]`:          {{"18012345678", `{"phone":18012345678}`}},
		`[{"telphone":"18012345678"}]`:     {{"18012345678", `{"telphone":"18012345678"}`}},
		`[{"phone":"","telphone":"1"}]`:    {{"1", `{"phone":"","telphone":"1"}`}},
		`[{"number":"1"}]`:                 {{"", `{"number":"1"}`}},
		`{"1":{"phone":"x"}}`:              {{"x", `{"phone":"x"}`}},
		`{"3":"c","1":"a"}`:                {{"a", `"a"`}, {"c", `"c"`}},
		`{"phone":"x","time":1}`:           {{"x", `{"phone":"x","time":1}`}},
		`[["x"],{"phone":["y"]}]`:          {{"", `["x"]`}, {"", `{"phone":["y"]}`}},
		`"18012345678"`:                    {{"18012345678", `"18012345678"`}},
		`[123456789012345678901234567890]`: {{"123456789012345678901234567890", `123456789012345678901234567890`}},
	} {
		got, err := decodeInvalid([]byte(raw))
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", raw, err, diff)
		}
	}
}
