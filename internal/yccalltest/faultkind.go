package yccalltest

import "fmt"

// FaultKind is a way in which a request goes wrong.
type FaultKind int

// The kinds of faults. "Before" kinds leave the platform as it was; "after" kinds do what was asked and then lose the
// answer. What each does says [FaultKind.Help].
const (
	CutBeforeEffect FaultKind = iota + 1
	CutAfterEffect
	CutMidBody
	HTTP500BeforeEffect
	HTTP500AfterEffect
	HTMLBodyBeforeEffect
	HTMLBodyAfterEffect
	TruncatedJSON
	Ret500BeforeEffect
	Ret500AfterEffect
	Ret600
	BusinessError
	HangBeforeEffect
	HangAfterEffect
	LateEffect
	PartialEffect
	EmptyBody
	Redirect
	EndlessBody
	Delay

	// These befall certain services only.
	EmptyList
	ShortList
	DropNumbers
)

// traits tell what a kind does to a request: whether the platform executes it, what it answers and how that is
// delivered.
type traits struct {
	name     string
	help     string
	executes bool
	prepare  func(*Fault, *request)       // before it is executed
	reply    func(*Fault, *request) reply // replaces the service's own reply; nil keeps it
	deliver  delivery                     // nil delivers the reply whole
}

// answers reports whether the client gets the reply.
func (t *traits) answers() bool { return t.deliver == nil }

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
		executes: true, prepare: keepPart, deliver: cut,
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
		name: "delay", help: "done and properly answered, at the times that are set",
		executes: true,
	},
	EmptyList: {
		name: "empty-list", help: "TaskList or TaskInfo gives an empty list",
		executes: true, prepare: func(_ *Fault, req *request) { req.maxRows = 0 },
	},
	ShortList: {
		name: "short-list", help: "TaskList or TaskInfo gives only the first keep rows of a page, and counts no more",
		executes: true, prepare: func(f *Fault, req *request) { req.maxRows = f.KeepPart },
	},
	DropNumbers: {
		name: "drop-numbers", help: "TaskCreat or TaskAdd drops all but the first keep numbers without a word",
		executes: true, prepare: func(f *Fault, req *request) { req.dropAfter, req.claimAll = f.KeepPart, f.ClaimAll },
	},
}

// FaultKinds lists the kinds that may befall any request, in the order of their constants.
func FaultKinds() []FaultKind {
	return kindsBetween(CutBeforeEffect, Delay)
}

// ServiceFaultKinds lists the kinds that befall certain services only.
func ServiceFaultKinds() []FaultKind { return kindsBetween(EmptyList, DropNumbers) }

func kindsBetween(first, last FaultKind) []FaultKind {
	var kinds []FaultKind
	for kind := first; kind <= last; kind++ {
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
