package yccalltest

import "time"

// Values of ret in the envelope, and the error codes that the services use. The vendor's table gives 1003 the
// legend "operation failed"; that it stands for an unknown or ended task is a guess, as no page says.
const (
	retOK          = 200
	retBadRequest  = 400
	retNotFound    = 404
	retServerError = 500
	retBadToken    = 600

	codeOperationFailed = "1003"
	// codeExtensionProblem is documented for extensions that the token does not know yet.
	codeExtensionProblem = "1010"
	codeNoSuchExtension  = "1012"
)

// reply is the answer of a service before it is written as JSON.
type reply struct {
	ret int
	msg string // root text, for ret other than 200

	status        int // data.status: 0 done, 1 refused
	desc          string
	code, codemsg string // data.errors, when status is 1
	result        any    // data.result; nil leaves it out
	bare          list   // stands for the whole of data, where a service answers so; nil for the others

	effect  string // what happened, for the journal, unless there is work to do
	work    *work  // nil for a request that changes nothing
	invalid int    // how many numbers went to invaliddata

	http int // an HTTP status with an empty body instead of all this; 0 is none
}

func done(desc, effect string, result any) reply {
	return reply{ret: retOK, desc: desc, effect: effect, result: result}
}

// refused is a business failure. The text echoes what was sent, as the platform's do.
func refused(text string) reply {
	return reply{ret: retOK, status: 1, desc: text, code: codeOperationFailed, codemsg: text}
}

// refusedWith is a refusal with a documented code.
func refusedWith(code, text string) reply {
	r := refused(text)
	r.code = code
	return r
}

func badRequest(text string) reply {
	return reply{ret: retBadRequest, msg: "非法请求：" + text}
}

func noSuchService(name string) reply {
	return reply{ret: retNotFound, msg: "非法请求：接口服务" + name + "不存在"}
}

func (r reply) ok() bool { return r.http == 0 && r.ret == retOK && r.status == 0 }

// encode writes the envelope.
func (r reply) encode(dialect *Dialect, received, replied time.Time) []byte {
	if r.http != 0 {
		return nil
	}
	data := object{}
	if r.ret == retOK {
		data = append(data, member{"status", r.status}, member{"desc", r.desc})
		if r.result != nil {
			data = append(data, member{"result", r.result})
		}
		if r.status != 0 {
			data = append(data, member{"errors", object{{"code", r.code}, {"codemsg", r.codemsg}}})
		}
		data = append(data, member{"reqtime", received.Unix()}, member{"rsptime", replied.Unix()})
	}
	var whole any = data
	if r.ok() && r.bare != nil {
		whole = r.bare
	}
	e := encoder{dialect: dialect}
	if dialect.has(BOM) {
		e.out = append(e.out, "\uFEFF \r\n"...)
	}
	if dialect.has(PHPWarnings) {
		e.out = append(e.out, "<br />\n<b>Warning</b>:  Undefined variable {$x} in <b>/srv/api.php</b> on line <b>7</b><br />\n"...)
	}
	e.value(object{{"ret", r.ret}, {"data", whole}, {"msg", r.msg}})
	if dialect.has(PHPWarnings) {
		e.out = append(e.out, "\nNotice: ob_end_flush(): failed to delete buffer\n"...)
	}
	return e.out
}
