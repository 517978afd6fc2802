package probe

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

const (
	retOK           = 200
	retBadRequest   = 400
	retNotFound     = 404
	retTokenInvalid = 600

	httpTooLarge = 413
	httpBusy     = 429
	httpFault    = 500 // and above
)

var byteOrderMark = []byte("\uFEFF")

// reply is what a service answered.
type reply struct {
	body   []byte // without what stands before and behind the JSON
	http   int
	marked bool // something that is no JSON stands before it
	ret    int  // 0 where there is no envelope
	status int  // data.status; -1 where there is none
	code   string

	envelope map[string]json.RawMessage
	data     map[string]json.RawMessage
}

// readReply reads the envelope as leniently as the client does.
func readReply(raw yccall.RawReply) reply {
	body := bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace(raw.Body), byteOrderMark))
	r := reply{body: body, http: raw.HTTPStatus, marked: len(body) > 0 && !bytes.HasPrefix(raw.Body, body[:1]), status: -1}
	r.envelope = fields(body)
	r.ret, _ = integer(r.envelope["ret"])
	r.data = fields(r.envelope["data"])
	if status, known := integer(r.data["status"]); known {
		r.status = status
	}
	r.code = text(fields(r.data["errors"])["code"])
	return r
}

// ok reports whether the service did what it was asked.
func (r reply) ok() bool { return r.ret == retOK && r.status == 0 }

// refused reports whether the service itself said no.
func (r reply) refused() bool { return r.ret == retOK && r.status > 0 }

// isPage reports whether the reply is a page for a browser.
func (r reply) isPage() bool { return bytes.HasPrefix(r.body, []byte("<")) }

// documentedCode is what an error code looks like. Anything else could be whatever was sent.
var documentedCode = regexp.MustCompile(`^\d{4}$`)

// String says how the request ended, in codes.
func (r reply) String() string {
	switch {
	case r.ret == 0:
		return fmt.Sprintf("HTTP %d", r.http)
	case r.ret != retOK && r.ret < 1000:
		return fmt.Sprintf("ret %d", r.ret)
	case documentedCode.MatchString(r.code):
		return "status 1, code " + r.code
	}
	return "status 1"
}

// result returns the members of data.result; nil where that is a list or nothing.
func (r reply) result() map[string]json.RawMessage { return fields(r.data["result"]) }

// rows returns the rows of a page.
func (r reply) rows(key string) []json.RawMessage {
	rows, err := yccall.DecodeList(r.result()[key])
	if err != nil {
		return nil
	}
	return rows
}

// number returns an integer of the result, such as totalitems; -1 where there is none.
func (r reply) number(key string) int {
	if n, known := integer(r.result()[key]); known {
		return n
	}
	return -1
}

// answered is when the platform answered; the zero time where it does not tell.
func (r reply) answered() time.Time {
	seconds, known := integer(r.data["rsptime"])
	if !known || seconds <= 0 {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0)
}

// text is the text of a JSON string or number.
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	if kindOf(raw) == numberKind {
		return string(raw)
	}
	return ""
}

func integer(raw json.RawMessage) (n int, known bool) {
	n, err := strconv.Atoi(strings.TrimSpace(text(raw)))
	return n, err == nil
}

// kind is what a JSON value is.
type kind byte

const (
	absentKind kind = iota
	nullKind
	textKind
	numberKind
	listKind
	objectKind
	otherKind
)

func kindOf(raw json.RawMessage) kind {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0:
		return absentKind
	case raw[0] == 'n':
		return nullKind
	case raw[0] == '"':
		return textKind
	case raw[0] == '[':
		return listKind
	case raw[0] == '{':
		return objectKind
	case raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9':
		return numberKind
	}
	return otherKind
}

// fields returns the members of an object; nil where it is none.
func fields(raw json.RawMessage) map[string]json.RawMessage {
	members, err := yccall.DecodeObject(raw)
	if err != nil {
		return nil
	}
	return members
}
