package yccall

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The values of ret that have a meaning of their own.
const (
	retOK           = 200
	retBadRequest   = 400
	retUnauthorised = 401
	retNotFound     = 404
	retTokenInvalid = 600
	retAppID        = 601
	retExpired      = 602
	retModule       = 603
	retAddress      = 604
)

// codeExtensionProblem is documented for extensions that were made after the token.
const codeExtensionProblem = "1010"

// defaultService is what the platform dispatches to when it sees no form field
// at all, which is what becomes of a body over PHP's post_max_size.
const defaultService = "App.Site.Index"

// reply is the useful part of a successful envelope.
type reply struct {
	// result is data.result, or nil where the service answers without one.
	result json.RawMessage
	// replied is data.rsptime, or the zero time where it is absent.
	replied time.Time
}

// envelope is what every service answers, in HTTP 200 even on failure.
type envelope struct {
	Ret  flexInt         `json:"ret"`
	Msg  flexText        `json:"msg"`
	Data json.RawMessage `json:"data"`
}

type envelopeData struct {
	Status  flexInt         `json:"status"`
	Desc    flexText        `json:"desc"`
	Result  json.RawMessage `json:"result"`
	RspTime flexInt         `json:"rsptime"`
	Errors  json.RawMessage `json:"errors"`
}

type envelopeErrors struct {
	Code    flexText `json:"code"`
	CodeMsg flexText `json:"codemsg"`
}

// decodeReply reads the envelope in an HTTP reply. The envelope decides wherever
// there is one; the HTTP status only speaks where the body is none. The texts in
// the error are not cleaned yet.
func decodeReply(httpStatus int, body []byte) (reply, *Error) {
	body = trimReply(body)
	var env envelope
	if json.Unmarshal(body, &env) != nil || !env.Ret.known {
		return reply{}, withoutEnvelope(httpStatus, body)
	}
	if env.Ret.value != retOK {
		e := protocolError(int(env.Ret.value), env.Msg.value)
		e.HTTPStatus = httpStatus
		if httpStatus == http.StatusTooManyRequests && env.Ret.value == http.StatusTooManyRequests {
			e.kinds = []error{ErrRateLimited}
		}
		return reply{}, e
	}

	var data envelopeData
	if json.Unmarshal(env.Data, &data) != nil || !data.Status.known {
		return reply{}, &Error{
			Ret: retOK, HTTPStatus: httpStatus, kinds: []error{ErrMalformedReply},
			Message: "the reply has no data.status",
		}
	}
	if data.Status.value != 0 {
		e := businessError(data, env.Msg.value)
		e.HTTPStatus = httpStatus
		return reply{}, e
	}

	r := reply{result: data.Result}
	if data.RspTime.value > 0 {
		r.replied = time.Unix(data.RspTime.value, 0)
	}
	return r, nil
}

// decodeBareReply reads the envelope of a service whose data is the list itself, without status and result. A server
// that answers with a status all the same is read like any other.
func decodeBareReply(httpStatus int, body []byte) (reply, *Error) {
	var env envelope
	var data envelopeData
	if json.Unmarshal(trimReply(body), &env) != nil || env.Ret.value != retOK || env.Data == nil {
		return decodeReply(httpStatus, body)
	}
	if json.Unmarshal(env.Data, &data) == nil && data.Status.known {
		return decodeReply(httpStatus, body)
	}
	return reply{result: env.Data}, nil
}

// trimReply removes what PHP puts around a reply: byte order marks of files that were edited by hand, and warnings where
// the server shows them. A reply that was cut short stays as it is.
func trimReply(body []byte) []byte {
	body = bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace(body), []byte("\uFEFF")))
	if bytes.HasPrefix(body, []byte("{")) && bytes.HasSuffix(body, []byte("}")) {
		return body
	}
	start, end := bytes.Index(body, []byte(`{"ret":`)), bytes.LastIndexByte(body, '}')
	if start < 0 || end < start || !json.Valid(body[start:end+1]) {
		return body
	}
	return body[start : end+1]
}

// businessError is a service's own report of failure. Its text is the platform's
// explanation of the code, or where that is missing the next best.
func businessError(data envelopeData, msg string) *Error {
	var errs envelopeErrors
	// [] and null stand for an absent errors object.
	_ = json.Unmarshal(data.Errors, &errs)

	e := &Error{Ret: retOK, Code: errs.Code.value, kinds: []error{ErrRefused}}
	if e.Code == codeExtensionProblem {
		e.kinds = append(e.kinds, ErrUnknownName)
	}
	for _, text := range []string{errs.CodeMsg.value, data.Desc.value, msg} {
		if text != "" {
			e.Message = text
			break
		}
	}
	return e
}

// protocolError is an envelope whose ret is not 200.
func protocolError(ret int, msg string) *Error {
	e := &Error{Ret: ret, Message: msg}
	switch {
	case ret == retTokenInvalid:
		e.kinds = []error{ErrTokenInvalid}
	case ret >= retAppID && ret <= retAddress:
		e.kinds = []error{ErrNotAuthorised}
		e.Message = explainNotAuthorised(ret) + textAfter(msg)
	case ret == retNotFound && strings.Contains(msg, defaultService):
		e.kinds = []error{ErrTooLarge}
		e.Message = "the server dropped the whole form, as PHP does with a body over its post_max_size"
	case (ret == retBadRequest || ret == retUnauthorised) && strings.Contains(strings.ToLower(msg), "token"):
		// Some servers report a dead token in words. For a request that reads, a false
		// alarm costs a login and a repetition. One that changes something is not
		// repeated for words.
		e.kinds = []error{ErrTokenInvalid, ErrRejected}
	case ret >= 400 && ret < 500:
		e.kinds = []error{ErrRejected}
	default:
		e.kinds = []error{ErrServerFault}
	}
	return e
}

func explainNotAuthorised(ret int) string {
	switch ret {
	case retAppID:
		return "the app id is not authorised"
	case retExpired:
		return "the authorisation of the app id has run out"
	case retModule:
		return "the account is not licensed for this module"
	default:
		return "the address this request came from is not on the account's IP whitelist"
	}
}

func textAfter(msg string) string {
	if msg == "" {
		return ""
	}
	return ": " + msg
}

// rejectedByFrontEnd are the HTTP statuses with which a server in front of the
// platform turns a request away without passing it on.
var rejectedByFrontEnd = []int{
	http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound,
	http.StatusMethodNotAllowed, http.StatusProxyAuthRequired, http.StatusLengthRequired,
	http.StatusUnsupportedMediaType, http.StatusRequestHeaderFieldsTooLarge,
}

// withoutEnvelope is a reply that is not the platform's: a PHP fatal error, a
// proxy's page, a redirect. Nothing of the body is shown, since it may hold the
// request.
func withoutEnvelope(httpStatus int, body []byte) *Error {
	e := &Error{HTTPStatus: httpStatus}
	switch {
	case httpStatus >= 500:
		e.kinds = []error{ErrServerFault}
		e.Message = "the server answered without the platform's envelope"
	case httpStatus == http.StatusRequestEntityTooLarge:
		e.kinds = []error{ErrTooLarge}
		e.Message = "something in front of the platform refused the size of the request"
	case httpStatus == http.StatusTooManyRequests:
		e.kinds = []error{ErrRateLimited}
	case slices.Contains(rejectedByFrontEnd, httpStatus):
		e.kinds = []error{ErrRejected}
		e.Message = "something in front of the platform turned the request away"
	default:
		e.kinds = []error{ErrMalformedReply}
		e.Message = describeBody(body)
	}
	return e
}

// largeForm is the size, in bytes, from which on a form may be over the
// post_max_size of a PHP server.
const largeForm = 100_000

// fromDefaultService reports whether a reply with HTTP 200 that is not a service's can
// be that of the platform's default service, which runs where PHP has dropped the
// whole form: a page, or an envelope that greets.
func fromDefaultService(body []byte) bool {
	body = trimReply(body)
	var env envelope
	return bytes.HasPrefix(body, []byte("<")) || json.Unmarshal(body, &env) == nil && env.Ret.value == retOK
}

func describeBody(body []byte) string {
	switch {
	case len(body) == 0:
		return "the reply is empty"
	case body[0] == '<':
		return "the reply is a page of HTML or XML, not JSON"
	case json.Valid(body):
		return "the reply is JSON, but not the platform's envelope"
	case body[0] == '{' && utf8.Valid(body):
		return "the reply is cut short or garbled JSON"
	default:
		return "the reply is not JSON"
	}
}
