package yccalltest

import "fmt"

// FaultKind is a way in which a request goes wrong.
type FaultKind int

// The kinds of faults. "Before" kinds leave the platform as it was; "after" kinds do what was asked and then lose the
// answer.
const (
	CutBeforeEffect      FaultKind = iota + 1 // the connection is closed, nothing was done
	CutAfterEffect                            // done, and the connection is closed without a reply
	CutMidBody                                // done, and the connection is closed half-way through the reply
	HTTP500BeforeEffect                       // HTTP 500, or HTTPStatus, with an empty body, nothing was done
	HTTP500AfterEffect                        // done, and HTTP 500, or HTTPStatus, with an empty body
	HTMLBodyBeforeEffect                      // HTTP 200 with an HTML error page, nothing was done
	HTMLBodyAfterEffect                       // done, and HTTP 200 with an HTML error page
	TruncatedJSON                             // done, and a complete HTTP reply whose JSON stops half-way
	Ret500BeforeEffect                        // ret 500, nothing was done
	Ret500AfterEffect                         // done, and ret 500
	Ret600                                    // the token is called invalid, nothing was done; see KillToken
	BusinessError                             // data.status 1 with Code, echoing a number and the token; nothing was done
	HangBeforeEffect                          // nothing was done, and no reply until the client goes away
	HangAfterEffect                           // done, and no reply until the client goes away
	LateEffect                                // no reply until the client goes away; done just before the next request, see LateBy
	PartialEffect                             // only the first KeepPart numbers take effect, then the connection is closed
	EmptyBody                                 // the request is seen without fields, as one above post_max_size
	Redirect                                  // HTTP 302 to Location, nothing was done
	EndlessBody                               // done, and a reply that does not end (within 256 MiB)
	Delay                                     // done, and the proper reply comes after Delay
)

// traits tell what a kind does to a request: whether the platform executes it, what it answers and how that is delivered.
type traits struct {
	name     string
	help     string
	executes bool
	reply    func(*Fault, *request) reply // replaces the service's own reply; nil keeps it
	deliver  delivery                     // nil delivers the reply whole
}

var faultTraits = map[FaultKind]traits{
	CutBeforeEffect: {
		name: "cut-before-effect", help: "the connection is closed, nothing was done",
		deliver: cut,
	},
	CutAfterEffect: {
		name: "cut-after-effect", help: "done, and the connection is closed without a reply",
		executes: true, deliver: cut,
	},
	CutMidBody: {
		name: "cut-mid-body", help: "done, and the connection is closed half-way through the reply",
		executes: true, deliver: cutMidBody,
	},
	HTTP500BeforeEffect: {
		name: "http-500-before-effect", help: "HTTP 500 (or http-status) with an empty body, nothing was done",
		deliver: httpError,
	},
	HTTP500AfterEffect: {
		name: "http-500-after-effect", help: "done, and HTTP 500 (or http-status) with an empty body",
		executes: true, deliver: httpError,
	},
	HTMLBodyBeforeEffect: {
		name: "html-before-effect", help: "HTTP 200 with an HTML error page, nothing was done",
		deliver: htmlPage,
	},
	HTMLBodyAfterEffect: {
		name: "html-after-effect", help: "done, and HTTP 200 with an HTML error page",
		executes: true, deliver: htmlPage,
	},
	TruncatedJSON: {
		name: "truncated-json", help: "done, and a complete HTTP reply whose JSON stops half-way",
		executes: true, deliver: truncate,
	},
	Ret500BeforeEffect: {
		name: "ret-500-before-effect", help: "ret 500, nothing was done",
		reply: ret500,
	},
	Ret500AfterEffect: {
		name: "ret-500-after-effect", help: "done, and ret 500",
		executes: true, reply: ret500,
	},
	Ret600: {
		name: "ret-600", help: "the token is called invalid, nothing was done; with kill-token it really is",
		reply: ret600,
	},
	BusinessError: {
		name: "business-error", help: "data.status 1 with code, echoing a number and the token, nothing was done",
		reply: businessError,
	},
	HangBeforeEffect: {
		name: "hang-before-effect", help: "nothing was done, and no reply until the client goes away",
		deliver: hang,
	},
	HangAfterEffect: {
		name: "hang-after-effect", help: "done, and no reply until the client goes away",
		executes: true, deliver: hang,
	},
	LateEffect: {
		name: "late-effect", help: "no reply until the client goes away; done before the next request, or later with late-by",
		deliver: hang,
	},
	PartialEffect: {
		name: "partial-effect", help: "only the first keep numbers take effect, then the connection is closed",
		executes: true, deliver: cut,
	},
	EmptyBody: {
		name: "empty-body", help: "the request is seen without fields, as one above post_max_size",
		reply: noFields,
	},
	Redirect: {
		name: "redirect", help: "HTTP 302 to location, nothing was done",
		deliver: redirect,
	},
	EndlessBody: {
		name: "endless-body", help: "done, and a reply that does not end (within 256 MiB)",
		executes: true, deliver: endless,
	},
	Delay: {
		name: "delay", help: "done, and the proper reply comes after the delay",
		executes: true, deliver: delayed,
	},
}

// FaultKinds lists all kinds in the order of their constants.
func FaultKinds() []FaultKind {
	kinds := make([]FaultKind, 0, len(faultTraits))
	for kind := CutBeforeEffect; kind <= Delay; kind++ {
		kinds = append(kinds, kind)
	}
	return kinds
}

// String returns the text form of the kind.
func (k FaultKind) String() string {
	if t, known := faultTraits[k]; known {
		return t.name
	}
	return fmt.Sprintf("FaultKind(%d)", int(k))
}

// Help says in a few words what the kind does.
func (k FaultKind) Help() string { return faultTraits[k].help }

// ParseFaultKind is the reverse of [FaultKind.String].
func ParseFaultKind(text string) (FaultKind, error) {
	for kind, t := range faultTraits {
		if t.name == text {
			return kind, nil
		}
	}
	return 0, fmt.Errorf("unknown kind of fault %q", text)
}
