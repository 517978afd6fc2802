package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// How long each operation may take unless the timeouts attribute says otherwise.
const (
	defaultCreateTimeout = 60 * time.Minute
	defaultReadTimeout   = 5 * time.Minute
	defaultUpdateTimeout = 60 * time.Minute
	defaultDeleteTimeout = 10 * time.Minute
)

func timeoutText(of string, byDefault time.Duration) string {
	return fmt.Sprintf("Longest time for %s, as a Go duration such as `30m`. Default `%dm`.", of, int(byDefault.Minutes()))
}

func timeoutsAttribute(ctx context.Context) schema.Attribute {
	attribute := timeouts.Attributes(ctx, timeouts.Opts{
		Create: true, CreateDescription: timeoutText("creating the task and adding all its numbers", defaultCreateTimeout),
		Read: true, ReadDescription: timeoutText("reading the task", defaultReadTimeout),
		Update: true, UpdateDescription: timeoutText("changing the numbers and the run state", defaultUpdateTimeout),
		Delete: true, DeleteDescription: timeoutText("ending the task", defaultDeleteTimeout),
	})
	return checkedTimeouts(attribute, "How long each operation may take. Changed in place, in state alone: the task stays as it is. "+
		"A refresh and a destroy know only what the last apply stored: `terraform apply -refresh=false` stores a new `read` or `delete`.")
}

// checkedTimeouts describes a timeouts attribute, and has every duration in it checked.
func checkedTimeouts(attribute schema.Attribute, description string) schema.Attribute {
	nested, ok := attribute.(schema.SingleNestedAttribute)
	if !ok {
		return attribute
	}
	nested.MarkdownDescription = description
	for name, operation := range nested.Attributes {
		if text, ok := operation.(schema.StringAttribute); ok {
			// The library's own validator takes 0s and -5m, with which nothing could be done any more.
			text.Validators = []validator.String{durationValidator{min: time.Second}}
			nested.Attributes[name] = text
		}
	}
	return nested
}

// deadline gives an operation of a resource its time.
func (*providerData) deadline(
	ctx context.Context, configured func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), byDefault time.Duration, diags *diag.Diagnostics,
) (context.Context, context.CancelFunc) {
	limit, d := configured(ctx, byDefault)
	diags.Append(d...)
	return context.WithTimeout(ctx, limit)
}
