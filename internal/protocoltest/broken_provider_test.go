package protocoltest

import (
	"context"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// thing is a resource that behaves, except where a test breaks it.
type thing struct {
	// Each of these comes last in its operation and may undo what a good provider did.
	plan           func(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse)
	create         func(ctx context.Context, resp *resource.CreateResponse)
	read           func(ctx context.Context, resp *resource.ReadResponse)
	update         func(ctx context.Context, resp *resource.UpdateResponse)
	delete         func(ctx context.Context, resp *resource.DeleteResponse)
	validate       func(ctx context.Context, resp *resource.ValidateConfigResponse)
	plans, creates int
	events         []string
}

// thingModel is a thing: name replaces it, tag changes in place, size is computed and secret never kept.
type thingModel struct {
	ID     types.String `tfsdk:"id"`
	Name   types.String `tfsdk:"name"`
	Tag    types.String `tfsdk:"tag"`
	Size   types.Int64  `tfsdk:"size"`
	Secret types.String `tfsdk:"secret"`
}

func (r *thing) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "broken_thing"
}

func (r *thing) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"id":     schema.StringAttribute{Computed: true, PlanModifiers: keep},
		"name":   schema.StringAttribute{Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}},
		"tag":    schema.StringAttribute{Optional: true, Computed: true, PlanModifiers: keep},
		"size":   schema.Int64Attribute{Computed: true},
		"secret": schema.StringAttribute{Optional: true, WriteOnly: true},
	}}
}

func (r *thing) ValidateConfig(ctx context.Context, _ resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	if r.validate != nil {
		r.validate(ctx, resp)
	}
}

func (r *thing) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	r.plans++
	if r.plan != nil {
		r.plan(ctx, req, resp)
	}
}

func (r *thing) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m thingModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	r.creates++
	m.ID, m.Size = types.StringValue(fmt.Sprint(r.creates)), types.Int64Value(int64(len(m.Name.ValueString())))
	if m.Tag.IsUnknown() {
		m.Tag = types.StringValue("none")
	}
	r.events = append(r.events, "create "+m.ID.ValueString())
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, "made", []byte(`"by test"`))...)
	if r.create != nil {
		r.create(ctx, resp)
	}
}

func (r *thing) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	resp.State.Raw = req.State.Raw
	if r.read != nil {
		r.read(ctx, resp)
	}
}

func (r *thing) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m thingModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	m.Size = types.Int64Value(int64(len(m.Name.ValueString())))
	r.events = append(r.events, "update "+m.ID.ValueString())
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	if r.update != nil {
		r.update(ctx, resp)
	}
}

func (r *thing) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m thingModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	r.events = append(r.events, "delete "+m.ID.ValueString())
	if r.delete != nil {
		r.delete(ctx, resp)
	}
}

func (r *thing) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughID(ctx, path.Root("id"), req, resp)
}

// brokenProvider is the provider of one thing.
type brokenProvider struct{ thing *thing }

func (p *brokenProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "broken"
}

func (p *brokenProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerschema.Schema{Attributes: map[string]providerschema.Attribute{
		"on": providerschema.BoolAttribute{Required: true},
	}}
}

func (p *brokenProvider) Configure(_ context.Context, _ provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	resp.Diagnostics.AddWarning("Configured", "A warning.")
}

func (p *brokenProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return p.thing }}
}

func (p *brokenProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

// start makes a thing's resource, under a configured provider.
func start(t *testing.T, r *thing) *Resource {
	t.Helper()
	core, err := Start(t.Context(), &brokenProvider{r})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := core.Configure(t.Context(), Object{"on": true}); err != nil {
		t.Fatal(err)
	}
	res, err := core.Resource("broken_thing")
	if err != nil {
		t.Fatal(err)
	}
	return res
}
