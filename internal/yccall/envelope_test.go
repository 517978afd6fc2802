package yccall

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestDecodeReplyAcceptsThePlatformsHabits(t *testing.T) {
	t.Parallel()
	replied := time.Unix(1581496504, 0)
	for name, tc := range map[string]struct {
		body    string
		result  string
		replied time.Time
	}{
		"as documented":            {success(`{"a":1}`), `{"a":1}`, replied},
		"strings for integers":     {`{"ret":"200","data":{"status":"0","result":[1],"rsptime":"1581496504"}}`, `[1]`, replied},
		"floats for integers":      {`{"ret":200.0,"data":{"status":0.0,"rsptime":1.581496504e9}}`, ``, replied},
		"no result and no times":   {`{"ret":200,"data":{"status":0,"desc":"ok"},"msg":""}`, ``, time.Time{}},
		"null result":              {`{"ret":200,"data":{"status":0,"result":null}}`, `null`, time.Time{}},
		"unknown keys everywhere":  {`{"debug":[],"ret":200,"data":{"status":0,"new":{"x":[]},"result":""}}`, `""`, time.Time{}},
		"byte order mark":          {"\uFEFF" + success(`1`), `1`, replied},
		"blanks before and behind": {" \r\n\t" + success(`1`) + "\n\n", `1`, replied},
		"blanks around the mark":   {"\n\uFEFF \n" + success(`1`), `1`, replied},
		"a warning before":         {"<br />\n<b>Warning</b>:  {x} in <b>/a.php</b> on line <b>7</b><br />\n" + success(`1`), `1`, replied},
		"a notice behind":          {success(`1`) + "\nNotice: y in /a.php on line 9\n", `1`, replied},
		"null texts":               {`{"ret":200,"data":{"status":0,"desc":null,"errors":[],"result":1},"msg":null}`, `1`, time.Time{}},
		"zero time":                {`{"ret":200,"data":{"status":0,"rsptime":0}}`, ``, time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := decodeReply(200, []byte(tc.body))
			if err != nil {
				t.Fatal(err)
			}
			if string(got.result) != tc.result || !got.replied.Equal(tc.replied) {
				t.Errorf("got %s at %v, want %s at %v", got.result, got.replied, tc.result, tc.replied)
			}
		})
	}
}

func TestDecodeReplyTellsFailuresApart(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		status int
		body   string
		kind   error
		ret    int
		code   string
		text   string
	}{
		"business failure":            {200, `{"ret":200,"data":{"status":1,"desc":"d","errors":{"code":"1003","codemsg":"failed"}},"msg":"m"}`, ErrRefused, 200, "1003", "failed"},
		"code as integer":             {200, `{"ret":200,"data":{"status":"1","errors":{"code":1003,"codemsg":"failed"}}}`, ErrRefused, 200, "1003", "failed"},
		"errors missing":              {200, `{"ret":200,"data":{"status":1,"desc":"described"},"msg":"m"}`, ErrRefused, 200, "", "described"},
		"errors empty list":           {200, `{"ret":200,"data":{"status":1,"desc":"described","errors":[]}}`, ErrRefused, 200, "", "described"},
		"only msg":                    {200, `{"ret":200,"data":{"status":1,"desc":"","errors":null},"msg":"message"}`, ErrRefused, 200, "", "message"},
		"ret 400, data []":            {200, `{"ret":400,"data":[],"msg":"bad"}`, ErrRejected, 400, "", "bad"},
		"ret 400, data {}":            {200, `{"ret":400,"data":{},"msg":"bad"}`, ErrRejected, 400, "", "bad"},
		"ret 400, data null":          {200, `{"ret":"400","data":null,"msg":"bad"}`, ErrRejected, 400, "", "bad"},
		"ret 400, data absent":        {200, `{"ret":400,"msg":"bad"}`, ErrRejected, 400, "", "bad"},
		"ret 600":                     {200, `{"ret":600,"data":[],"msg":"gone"}`, ErrTokenInvalid, 600, "", "gone"},
		"ret 601":                     {200, `{"ret":601,"msg":"x"}`, ErrNotAuthorised, 601, "", "the app id is not authorised: x"},
		"ret 602":                     {200, `{"ret":602}`, ErrNotAuthorised, 602, "", "run out"},
		"ret 603":                     {200, `{"ret":603}`, ErrNotAuthorised, 603, "", "module"},
		"ret 604":                     {200, `{"ret":604}`, ErrNotAuthorised, 604, "", "whitelist"},
		"envelope in HTTP 500":        {500, `{"ret":601}`, ErrNotAuthorised, 601, "", ""},
		"ret 500":                     {200, `{"ret":500,"data":{},"msg":"oops"}`, ErrServerFault, 500, "", "oops"},
		"dropped form":                {200, `{"ret":404,"msg":"App.Site.Index"}`, ErrTooLarge, 404, "", "post_max_size"},
		"fatal error":                 {500, ``, ErrServerFault, 0, "", "without the platform's envelope"},
		"HTML in HTTP 200":            {200, `<br /><b>Fatal error</b>`, ErrMalformedReply, 0, "", "HTML"},
		"empty":                       {200, ``, ErrMalformedReply, 0, "", "empty"},
		"text":                        {200, `hello`, ErrMalformedReply, 0, "", "not JSON"},
		"truncated":                   {200, `{"ret":200,"data":{"sta`, ErrMalformedReply, 0, "", "cut short"},
		"truncated behind a warning":  {200, `<b>Warning</b> {"ret":200,"data":{"status":0,"result":{}`, ErrMalformedReply, 0, "", "HTML"},
		"two values":                  {200, `{"ret":200}{"ret":200}`, ErrMalformedReply, 0, "", "garbled"},
		"no ret":                      {200, `{"data":{"status":0}}`, ErrMalformedReply, 0, "", "envelope"},
		"ret is a word":               {200, `{"ret":"ok","data":{"status":0}}`, ErrMalformedReply, 0, "", "envelope"},
		"a list":                      {200, `[]`, ErrMalformedReply, 0, "", "envelope"},
		"null":                        {200, `null`, ErrMalformedReply, 0, "", "envelope"},
		"no status":                   {200, `{"ret":200,"data":{"desc":"ok"}}`, ErrMalformedReply, 200, "", "data.status"},
		"status true":                 {200, `{"ret":200,"data":{"status":true}}`, ErrMalformedReply, 200, "", "data.status"},
		"status null":                 {200, `{"ret":200,"data":{"status":null}}`, ErrMalformedReply, 200, "", "data.status"},
		"data is a list":              {200, `{"ret":200,"data":[]}`, ErrMalformedReply, 200, "", "data.status"},
		"data absent":                 {200, `{"ret":200}`, ErrMalformedReply, 200, "", "data.status"},
		"proxy authentication":        {407, ``, ErrRejected, 0, "", "in front"},
		"conflict says nothing":       {409, ``, ErrMalformedReply, 0, "", ""},
		"request time-out of a proxy": {408, ``, ErrMalformedReply, 0, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := decodeReply(tc.status, []byte(tc.body))
			if err == nil {
				t.Fatal("no error")
			}
			if !errors.Is(err, tc.kind) || err.Ret != tc.ret || err.Code != tc.code || err.HTTPStatus != tc.status {
				t.Errorf("got %v (ret %d, code %q, HTTP %d), want %v", err, err.Ret, err.Code, err.HTTPStatus, tc.kind)
			}
			if !strings.Contains(err.Message, tc.text) {
				t.Errorf("message %q does not say %q", err.Message, tc.text)
			}
		})
	}
}

func TestErrorReadsAsOneLine(t *testing.T) {
	t.Parallel()
	for want, e := range map[string]*Error{
		"TaskSet: the platform refused: no (code 1003)":                                                 {Service: "TaskSet", Ret: 200, Code: "1003", HTTPStatus: 200, Message: "no", kinds: []error{ErrRefused}},
		"TaskAdd: whether the platform ran the request is unknown: the platform failed: oops (ret 500)": {Service: "TaskAdd", Ret: 500, HTTPStatus: 200, Message: "oops", kinds: []error{ErrMayHaveRun, ErrServerFault}},
		"TaskList: the platform failed (HTTP 502)":                                                      {Service: "TaskList", HTTPStatus: 502, kinds: []error{ErrServerFault}},
	} {
		if got := e.Error(); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}
