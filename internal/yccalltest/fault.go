package yccalltest

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Fault breaks chosen requests to the platform.
type Fault struct {
	Service string    // "TaskAdd", "App.Sip_Yccall.TaskAdd", or "*" for all
	Kind    FaultKind // what happens
	Nth     int       // the first matching request that breaks, counted from when the fault is planted; 0 is 1
	Times   int       // how many matching requests break from there on; 0 is 1, negative is all

	Timing Timing // when the reply and the effect come; the zero value is the server's habit

	KeepPart  int    // PartialEffect and DropNumbers: how many numbers take effect; ShortList: how many rows
	ClaimAll  bool   // DropNumbers: success counts the dropped ones, too
	LateBy    int    // LateEffect: how many later requests are answered before it has its effect
	KillToken bool   // Ret600: the token really becomes invalid
	Answer    Answer // what is answered instead
}

// Answer changes what a fault answers.
type Answer struct {
	HTTPStatus int           // of HTTP500BeforeEffect and HTTP500AfterEffect; 0 is 500
	RetryAfter time.Duration // with HTTPStatus: the header Retry-After, in whole seconds; 0 is none
	Ret        int           // of Ret500BeforeEffect and Ret500AfterEffect; 0 is 500
	Message    string        // the text beside Ret
	Code       string        // of BusinessError: data.errors.code; empty is 1003
	Location   string        // of Redirect: where to
}

func (f Fault) validate() error {
	if _, known := faultTraits[f.Kind]; !known {
		return fmt.Errorf("fault for %s: unknown kind %d", f.Service, int(f.Kind))
	}
	if f.Service == "" {
		return fmt.Errorf("fault %s: no service", f.Kind)
	}
	if f.Kind == Redirect && f.Answer.Location == "" {
		return fmt.Errorf("fault %s: no location", f.Kind)
	}
	if status := f.Answer.HTTPStatus; status != 0 && (status < 200 || status > 599) {
		return fmt.Errorf("fault %s: HTTP status %d", f.Kind, status)
	}
	return nil
}

// ParseFault reads "SERVICE:NTH:KIND" with optional settings behind commas, for instance
// "TaskAdd:2:partial-effect,keep=500" or "*:1:http-500-before-effect,times=3,http-status=502". The settings are those of
// FaultSettings.
func ParseFault(text string) (Fault, error) {
	parts := strings.SplitN(text, ":", 3)
	if len(parts) != 3 {
		return Fault{}, fmt.Errorf("fault %q is not SERVICE:NTH:KIND", text)
	}
	nth, err := strconv.Atoi(parts[1])
	if err != nil || nth < 1 {
		return Fault{}, fmt.Errorf("fault %q: %q is not the number of a request, counted from 1", text, parts[1])
	}
	settings := strings.Split(parts[2], ",")
	kind, err := ParseFaultKind(settings[0])
	if err != nil {
		return Fault{}, fmt.Errorf("fault %q: %w", text, err)
	}
	fault := Fault{Service: parts[0], Nth: nth, Kind: kind}
	for _, setting := range settings[1:] {
		if err := fault.set(setting); err != nil {
			return Fault{}, fmt.Errorf("fault %q: %s: %w", text, setting, err)
		}
	}
	return fault, fault.validate()
}

// FaultSettings describes the settings of [ParseFault].
const FaultSettings = `times=N             how many requests break from there on (negative: all)
keep=N              how many numbers take effect, or how many rows are listed
claim-all           dropped numbers are counted in success
late-by=N           how many later requests are answered before the effect
kill-token          the token really becomes invalid
http-status=N       another HTTP status than 500
retry-after=TIME    with a header Retry-After
ret=N               another ret than 500
message=TEXT        the text beside ret
code=N              another data.errors.code than 1003
location=URL        where a redirect leads
reply-after=TIME    when the reply comes, or what the fault makes of it
effect-after=TIME   when it takes effect, which may be after the reply
vary=TIME           up to so much later, differently each time, it takes effect
over=TIME           its numbers take effect one after the other over this time
pieces=N            and in so many pieces
`

func (f *Fault) set(setting string) (err error) {
	name, value, _ := strings.Cut(setting, "=")
	if known, err := f.Timing.set(name, value); known {
		return err
	}
	switch name {
	case "keep":
		f.KeepPart, err = strconv.Atoi(value)
	case "late-by":
		f.LateBy, err = strconv.Atoi(value)
	case "times":
		f.Times, err = strconv.Atoi(value)
	case "kill-token":
		f.KillToken = true
	case "claim-all":
		f.ClaimAll = true
	default:
		return f.Answer.set(name, value)
	}
	return err
}

func (a *Answer) set(name, value string) (err error) {
	switch name {
	case "http-status":
		a.HTTPStatus, err = strconv.Atoi(value)
	case "retry-after":
		a.RetryAfter, err = parseDuration(value)
	case "ret":
		a.Ret, err = strconv.Atoi(value)
	case "message":
		a.Message = value
	case "code":
		a.Code = value
	case "location":
		a.Location = value
	default:
		return fmt.Errorf("unknown setting %q", name)
	}
	return err
}
