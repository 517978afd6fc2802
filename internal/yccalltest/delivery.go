package yccalltest

import (
	"cmp"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// endlessLimit bounds a reply that does not end, in bytes.
const endlessLimit = 256 << 20

// outgoing is a reply on its way: the request it answers, the fault that befalls it and the whole JSON body.
type outgoing struct {
	w      http.ResponseWriter
	r      *http.Request
	fault  *Fault
	body   []byte
	closed <-chan struct{} // the server is shutting down
}

// delivery sends a reply, or fails to.
type delivery func(*outgoing)

func whole(o *outgoing) {
	o.header(len(o.body))
	_, _ = o.w.Write(o.body) // a client that went away is not the platform's problem
}

// header announces a JSON body of so many bytes, with the content type that the framework sends.
func (o *outgoing) header(length int) {
	o.w.Header().Set("Content-Type", "application/json;charset=utf-8")
	o.w.Header().Set("Content-Length", strconv.Itoa(length))
}

// cut closes the connection; net/http takes this panic as the request to do so.
func cut(*outgoing) { panic(http.ErrAbortHandler) }

func cutMidBody(o *outgoing) {
	o.header(len(o.body))
	_, _ = o.w.Write(o.body[:len(o.body)/2])
	_ = http.NewResponseController(o.w).Flush() // without it the client would see no byte of the reply
	cut(o)
}

func truncate(o *outgoing) {
	o.body = o.body[:len(o.body)/2]
	whole(o)
}

func httpError(o *outgoing) {
	answer := &o.fault.Answer
	if seconds := int(answer.RetryAfter.Seconds()); seconds > 0 {
		o.w.Header().Set("Retry-After", strconv.Itoa(seconds))
	}
	o.w.WriteHeader(cmp.Or(answer.HTTPStatus, http.StatusInternalServerError))
}

// statusOnly is how a front end answers for a script that did not.
func statusOnly(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "<html><head><title>%d %s</title></head></html>\r\n", status, http.StatusText(status)) // #nosec G705 -- a number and its standard text
}

func htmlPage(o *outgoing) {
	o.w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	_, _ = o.w.Write([]byte("<br />\n<b>Fatal error</b>:  Allowed memory size exhausted in <b>index.php</b><br />\n"))
}

func hang(o *outgoing) {
	select {
	case <-o.r.Context().Done():
	case <-o.closed:
	}
	cut(o)
}

func redirect(o *outgoing) {
	o.w.Header().Set("Location", o.fault.Answer.Location)
	o.w.WriteHeader(http.StatusFound)
}

// endlessPrefix begins a valid envelope.
const endlessPrefix = `{"ret":200,"data":`

// endless begins an envelope and never closes it.
func endless(o *outgoing) {
	o.w.Header().Set("Content-Type", "application/json;charset=utf-8")
	if r, inProcess := o.w.(*recorder); inProcess {
		_, _ = r.Write([]byte(endlessPrefix))
		r.endless = true
		return
	}
	chunk := []byte(strings.Repeat(" ", 64<<10))
	_, err := o.w.Write([]byte(endlessPrefix))
	for sent := 0; err == nil && sent < endlessLimit; sent += len(chunk) {
		select {
		case <-o.closed:
			return
		default:
			_, err = o.w.Write(chunk)
		}
	}
}

func ret500(f *Fault, _ *request) reply {
	return reply{ret: cmp.Or(f.Answer.Ret, retServerError), msg: cmp.Or(f.Answer.Message, "服务器运行错误")}
}

func ret600(_ *Fault, req *request) reply { return invalidToken(req.token) }

func noFields(*Fault, *request) reply { return noSuchService(noService) }

var longDigits = regexp.MustCompile(`\+?[0-9]{5,}`)

// businessError echoes a number and the token of the request, as the platform's texts may.
func businessError(f *Fault, req *request) reply {
	r := refused("操作失败：" + longDigits.FindString(req.params.form.Get("telphone")) + " token=" + req.token)
	r.code = cmp.Or(f.Answer.Code, r.code)
	return r
}
