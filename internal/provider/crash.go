package provider

import (
	"fmt"
	"runtime"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// project is what the names of this program's own functions begin with.
const project = "github.com/yccall/terraform-provider-yccall/"

// reportCrash is deferred by whatever handles numbers. It turns a panic into an error. What Go prints of one has the values
// that functions were called with, and a packed phone number is such a value; the panic itself may quote what it was about.
// So the error has the names of functions alone. What was written into state before stays there, as the id of a new task.
func reportCrash(diags *diag.Diagnostics) {
	p := recover()
	if p == nil {
		return
	}
	diags.AddError("The provider has a fault", fmt.Sprintf(
		"It stopped with a panic (%T), at\n\n%s\nWhat was sent before has its effect. Plan again: the next run looks at what is there before it sends anything. "+
			"If it happens again, please report these lines, which hold neither numbers nor secrets.", p, ownFrames()))
}

// ownFrames are the functions of this program that lead to where a panic began.
func ownFrames() string {
	pcs := make([]uintptr, 100)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	var b strings.Builder
	for {
		frame, more := frames.Next()
		if name, own := strings.CutPrefix(frame.Function, project); own {
			fmt.Fprintf(&b, "  %s, line %d\n", name, frame.Line)
		}
		if !more {
			return b.String()
		}
	}
}
