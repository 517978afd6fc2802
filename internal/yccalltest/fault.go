package yccalltest

import (
	"fmt"
	"net/http"
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

	KeepPart   int           // PartialEffect: how many numbers take effect
	LateBy     int           // LateEffect: how many later requests are answered before it has its effect
	Delay      time.Duration // Delay: how long the reply waits
	KillToken  bool          // Ret600: the token really becomes invalid
	Code       string        // BusinessError: data.errors.code; empty is 1003
	Location   string        // Redirect: where to
	HTTPStatus int           // HTTP500BeforeEffect and HTTP500AfterEffect: another HTTP status; 0 is 500
}

func (f Fault) validate() error {
	if _, known := faultTraits[f.Kind]; !known {
		return fmt.Errorf("fault for %s: unknown kind %d", f.Service, int(f.Kind))
	}
	if f.Service == "" {
		return fmt.Errorf("fault %s: no service", f.Kind)
	}
	if f.Kind == Redirect && f.Location == "" {
		return fmt.Errorf("fault %s: no location", f.Kind)
	}
	if f.HTTPStatus != 0 && (f.HTTPStatus < 200 || f.HTTPStatus > 599) {
		return fmt.Errorf("fault %s: HTTP status %d", f.Kind, f.HTTPStatus)
	}
	return nil
}

// ParseFault reads "SERVICE:NTH:KIND" with optional settings behind commas, for instance
// "TaskAdd:2:partial-effect,keep=500" or "*:1:http-500-before-effect,times=3,http-status=502". The settings are keep,
// late-by, times, delay (a Go duration), code, location, http-status and kill-token (without a value).
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

func (f *Fault) set(setting string) (err error) {
	name, value, _ := strings.Cut(setting, "=")
	switch name {
	case "keep":
		f.KeepPart, err = strconv.Atoi(value)
	case "late-by":
		f.LateBy, err = strconv.Atoi(value)
	case "times":
		f.Times, err = strconv.Atoi(value)
	case "http-status":
		f.HTTPStatus, err = strconv.Atoi(value)
	case "delay":
		f.Delay, err = time.ParseDuration(value)
	case "code":
		f.Code = value
	case "location":
		f.Location = value
	case "kill-token":
		f.KillToken = true
	default:
		return fmt.Errorf("unknown setting %q", name)
	}
	return err
}

func (f *Fault) httpStatus() int {
	if f.HTTPStatus == 0 {
		return http.StatusInternalServerError
	}
	return f.HTTPStatus
}
