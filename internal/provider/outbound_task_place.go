package provider

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
)

// A task remembers where it was made. Otherwise a provider block that points somewhere else, a swapped alias for example,
// would find no task, and the campaign would be forgotten while it runs, or made a second time.

// place is where tasks are made: an endpoint, and an account of it.
type place struct {
	Endpoint string `json:"endpoint,omitempty"`
	// Company is the company code that a login told; empty where none did.
	Company string `json:"company,omitempty"`
}

// here is the place that the provider points to. The company is not known before the first login.
func (d *providerData) here() place {
	return place{Endpoint: canonicalEndpoint(d.config.Endpoint), Company: d.client.CompanyCode()}
}

// canonicalEndpoint is an endpoint without what makes no difference.
func canonicalEndpoint(endpoint string) string {
	u, err := url.Parse(endpoint)
	if err != nil {
		return endpoint
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	if port := map[string]string{"http": "80", "https": "443"}[u.Scheme]; u.Port() == port {
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	u.Path = strings.TrimRight(u.Path, "/")
	return u.String()
}

// other reports whether two places are known to be different ones.
func (p place) other(here place) bool {
	return p.Endpoint != "" && (p.Endpoint != here.Endpoint || p.Company != "" && here.Company != "" && p.Company != here.Company)
}

// is reports whether a place is remembered, and nothing is known of here that makes it another one.
func (p place) is(here place) bool { return p.Endpoint != "" && !p.other(here) }

// String names a place in a message.
func (p place) String() string {
	if p.Company == "" {
		return p.Endpoint
	}
	return p.Endpoint + " (company " + p.Company + ")"
}

// sameTask reports whether what is observed here is the task of the state. At another place it has to have the same
// creation time as well: there the id may be somebody else's.
func (d *providerData) sameTask(state outboundTaskModel, p taskPrivate, o campaign.Observation) bool {
	return o.Found && (!p.Place.other(d.here()) || state.CreatedAt.ValueString() == o.Task.CreatedAt)
}

// notFoundAdviceFor says what to do about a task that is not listed.
func (d *providerData) notFoundAdviceFor(p taskPrivate) string {
	here := d.here()
	if !p.Place.other(here) {
		return notFoundAdvice
	}
	return fmt.Sprintf("The task was made at %s, and the provider points to %s. Point it to the right one (endpoint, the account, or the alias in provider = ...). "+
		"If the task is not to be managed any more, forget it with a removed block or \"terraform state rm\": it goes on as it is.", p.Place, here)
}

// refuseElsewhere is the error for a task that is to be changed or ended from another place than where it was made, and
// that is not listed here; nil for any other task. It looks before anything is sent, and the company is known after a login.
func (r *outboundTaskResource) refuseElsewhere(ctx context.Context, state outboundTaskModel, p taskPrivate) diag.Diagnostics {
	id := state.ID.ValueString()
	if p.Place.Company != "" {
		if err := r.client.Authenticate(ctx); err != nil {
			return diag.Diagnostics{explain("Reading task "+id, err, "Nothing was sent for the task.")}
		}
	}
	if !p.Place.other(r.here()) {
		return nil
	}
	o, err := r.runner.Observe(ctx, id, p.Knowledge)
	switch {
	case err != nil:
		return diag.Diagnostics{explain("Reading task "+id, err, "Nothing was sent for the task.")}
	case r.sameTask(state, p, o):
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("id"), "The task was made at another endpoint", fmt.Sprintf(
		"Task %s is not listed here, so nothing was sent for it: it may still be calling people.\n\n%s", id, r.notFoundAdviceFor(p)))}
}

// mayForget reports whether a task that is not listed may be removed from state: it has ended, or a refresh did not find it
// either, where it was made. Terraform hands over no private state of a tainted task that is made anew. That one may go if
// it was not to run: a refresh that did not find it has refused the plan of a new one if it was started.
func (d *providerData) mayForget(state outboundTaskModel, p taskPrivate) bool {
	switch state.Status.ValueString() {
	case statusEnded:
		return true
	case statusNotFound:
		desired := state.DesiredStatus.ValueString()
		return p.Place.is(d.here()) || p.TaskID == "" && (desired == "" || desired == statusNotStarted)
	default:
		return false
	}
}

// refuseNewElsewhere is the error for a campaign that would be made anew here, while it was made and may run elsewhere.
func refuseNewElsewhere(taskID string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("id"), "The task was made at another endpoint", fmt.Sprintf(
		"Task %s of the same campaign is in state, was made at another endpoint and is not listed here. A new task would call its people again. Nothing was sent.\n\n"+
			"Point the provider to the right place (endpoint, the account, or the alias in provider = ...). If the resource is tainted, \"terraform untaint\" keeps the task.", taskID))
}
