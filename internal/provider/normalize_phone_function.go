package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// normalizePhoneFunction is the function normalize_phone.
type normalizePhoneFunction struct{}

func newNormalizePhoneFunction() function.Function { return normalizePhoneFunction{} }

// Metadata names the function.
func (normalizePhoneFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "normalize_phone"
}

// Definition describes the function.
func (normalizePhoneFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Writes a phone number as the provider sends it.",
		MarkdownDescription: "Drops spaces, `-` and parentheses from a phone number and checks the rest: 5 to 18 digits with or without a leading `+`. " +
			"These are the rules of number lists, which are normalised in any case; the function is for comparing numbers and for keys.\n\n" +
			"~> An error of this function never repeats the number, but Terraform shows the expression that was passed in. " +
			"Where that must not be, pass a `sensitive` value.\n\nNeeds Terraform 1.8 or OpenTofu 1.7.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "text",
				MarkdownDescription: "The phone number as people write it, for example `+44 (7700) 900-001`.",
			},
		},
		Return: function.StringReturn{},
	}
}

// Run normalises the number. Its error says what is wrong with it without repeating it.
func (normalizePhoneFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text string
	if resp.Error = req.Arguments.Get(ctx, &text); resp.Error != nil {
		return
	}
	normal, err := phone.Normalize(text)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, "the phone number "+err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, normal)
}
