package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// taskIdentity is what a task is known by, on CLIs that keep identities (Terraform 1.12).
type taskIdentity struct {
	TaskID types.String `tfsdk:"task_id"`
}

// IdentitySchema describes the identity of yccall_outbound_task.
func (r *outboundTaskResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"task_id": identityschema.StringAttribute{
			Description:       "Task id of the platform (taskid), about 20 digits.",
			RequiredForImport: true,
		},
	}}
}

// setIdentity writes the identity of a task beside its state. It never changes while the task exists.
func setIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, taskID types.String) diag.Diagnostics {
	return identity.Set(ctx, taskIdentity{TaskID: taskID})
}

// importedTaskID is the task id that an import names, by its id or by its identity.
func importedTaskID(ctx context.Context, req resource.ImportStateRequest) (string, diag.Diagnostics) {
	if req.ID != "" {
		return req.ID, nil
	}
	var id types.String
	diags := req.Identity.GetAttribute(ctx, path.Root("task_id"), &id)
	return id.ValueString(), diags
}
