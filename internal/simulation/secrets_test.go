package simulation

import (
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

var (
	derivedID  = regexp.MustCompile(`tf-[0-9a-f]{32}`)
	platformID = regexp.MustCompile(`\b[0-9]{20}\b`)
	suspicious = regexp.MustCompile(`[0-9]{7,}|[0-9a-f]{32}|` + privateMark)
)

// secret is promise 5: nothing secret is in any diagnostic.
func (w *fixture) secret(diags []*tfprotov6.Diagnostic) {
	for _, d := range diags {
		text := d.Summary + "\n" + d.Detail
		bare := platformID.ReplaceAllString(derivedID.ReplaceAllString(strings.ReplaceAll(text, w.dir, ""), ""), "")
		if found := suspicious.FindString(bare); found != "" || strings.Contains(text, w.accessKey) {
			w.violate("%q is in a diagnostic: %s", found, text)
		}
	}
	if w.wanted.format == "" || !w.resource.Exists() || w.large || w.resource.Value("numbers") != nil {
		return
	}
	state := w.resource.StateText()
	for _, e := range w.wanted.entries {
		if !yccalltest.RejectUnroutable(e.phone) && strings.Contains(state, e.phone) {
			w.violate("%s is in state", e.phone)
		}
	}
}
