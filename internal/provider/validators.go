package provider

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// durationValidator accepts Go durations from min on.
type durationValidator struct{ min time.Duration }

// Description tells what is accepted.
func (v durationValidator) Description(context.Context) string {
	return fmt.Sprintf("must be a Go duration of at least %s, for example 90s or 2m", v.min)
}

// MarkdownDescription tells what is accepted.
func (v durationValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString refuses what is not such a duration.
func (v durationValidator) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if d, err := time.ParseDuration(req.ConfigValue.ValueString()); err != nil || d < v.min {
		resp.Diagnostics.AddAttributeError(req.Path, "Malformed duration", req.Path.String()+" "+v.Description(ctx)+".")
	}
}

var taskScale = regexp.MustCompile(`^[1-9][0-9]{0,8}:[1-9][0-9]{0,8}$`)

// taskScaleValidator accepts A:B with two positive whole numbers.
func taskScaleValidator() validator.String {
	return stringvalidator.RegexMatches(taskScale,
		"must be two positive whole numbers with a colon between them, for example 1:2 (two calls for each idle agent)")
}

// callerNumbersValidator accepts caller numbers, each once. Its messages name the place and never
// the value, which is a phone number.
type callerNumbersValidator struct{}

var callerNumber = regexp.MustCompile(`^\+?[0-9]{3,20}$`)

// Description tells what is accepted.
func (callerNumbersValidator) Description(context.Context) string {
	return "must be numbers of 3 to 20 digits, with or without a leading +, each once"
}

// MarkdownDescription tells what is accepted.
func (v callerNumbersValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

// ValidateList refuses what is not such a list. Several numbers in one string would be sent as they
// are, so a comma is refused rather than passed on.
func (callerNumbersValidator) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	first := map[string]int{}
	for i, e := range req.ConfigValue.Elements() {
		number, ok := e.(types.String)
		if !ok || number.IsUnknown() {
			continue
		}
		at := req.Path.AtListIndex(i)
		if !callerNumber.MatchString(number.ValueString()) {
			resp.Diagnostics.AddAttributeError(at, "Malformed caller number",
				"A caller number must be 3 to 20 digits, with or without a leading +. Several numbers are several elements of the list.")
			continue
		}
		if j, repeated := first[number.ValueString()]; repeated {
			resp.Diagnostics.AddAttributeError(at, "Caller number given twice",
				fmt.Sprintf("Element %d repeats element %d. Give each caller number once.", i, j))
			continue
		}
		first[number.ValueString()] = i
	}
}

// taskIDValidator accepts one task id.
func taskIDValidator() validator.String {
	return stringvalidator.RegexMatches(yccall.TaskIDPattern, "must be one task id, as the platform's console and the id attribute of the resource show it")
}

// callAgainValidator refuses words that say whether, where the attribute asks when or why: a switch that stays on would
// call people again with the next change that needs a new task.
type callAgainValidator struct{}

// Description says what is accepted.
func (callAgainValidator) Description(context.Context) string {
	return "any text but true, false, yes and no, for example a date"
}

// MarkdownDescription says what is accepted.
func (v callAgainValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

// ValidateString refuses empty texts and switches.
func (callAgainValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !isSet(req.ConfigValue) {
		return
	}
	switch strings.ToLower(strings.TrimSpace(req.ConfigValue.ValueString())) {
	case "", "true", "false", "yes", "no":
		resp.Diagnostics.AddAttributeError(req.Path, "call_again says when or why",
			"It is no switch: everybody is called again when its value differs from the one before. Say when or why, a date for example. "+
				"To call nobody again, leave it as it was, or take it out.")
	}
}
