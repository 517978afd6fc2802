package protocoltest

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// identified is a thing that has an identity: its id and where it is.
type identified struct{ *thing }

func (r identified) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id":    identityschema.StringAttribute{RequiredForImport: true},
		"place": identityschema.StringAttribute{OptionalForImport: true},
	}}
}

func (r identified) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.thing.Create(ctx, req, resp)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), "1")...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("place"), "here")...)
}

func (r identified) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("id"), req, resp)
}

func (r identified) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	r.thing.Read(ctx, req, resp)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), "1")...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("place"), "here")...)
}

// identifiedProvider is the provider of one identified thing.
type identifiedProvider struct{ brokenProvider }

func (p *identifiedProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return identified{p.thing} }}
}

var _ provider.Provider = (*identifiedProvider)(nil)

func startIdentified(t *testing.T) *Resource {
	t.Helper()
	core, err := Start(t.Context(), &identifiedProvider{brokenProvider{&thing{}}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := core.Resource("broken_thing")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestIdentityIsKeptBesideTheState(t *testing.T) {
	t.Parallel()
	r := startIdentified(t)
	mustRun(t, r, Object{"name": "abc"})
	want := Object{"id": "1", "place": "here"}
	if diff := cmp.Diff(want, r.Identity()); diff != "" {
		t.Errorf("identity (-want +got):\n%s", diff)
	}
	if _, err := r.Refresh(t.Context()); err != nil {
		t.Error(err)
	}
	mustRun(t, r, Object{"name": "abc", "tag": "x"})
	// A CLI that keeps none gets one again from the next reading.
	r.ForgetIdentity()
	if r.Identity() != nil {
		t.Errorf("identity %v", r.Identity())
	}
	if _, err := r.Refresh(t.Context()); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(want, r.Identity()); diff != "" {
		t.Errorf("identity (-want +got):\n%s", diff)
	}
	mustRun(t, r, nil)
	if r.Identity() != nil {
		t.Errorf("identity %v after the end", r.Identity())
	}
}

func TestImportByIdentity(t *testing.T) {
	t.Parallel()
	r := startIdentified(t)
	if diags, err := r.ImportByIdentity(t.Context(), Object{"id": "1", "place": "here"}); err != nil || Errors(diags) != nil || r.Value("id") != "1" {
		t.Errorf("id %v, diagnostics %v, error %v", r.Value("id"), diags, err)
	}
	if _, err := r.ImportByIdentity(t.Context(), Object{"colour": "red"}); err == nil {
		t.Error("an identity that cannot be is taken")
	}
}

// identityOnWire is an identity as a provider returns it.
func identityOnWire(t *testing.T, r *Resource, identity Object) *tfprotov6.ResourceIdentityData {
	t.Helper()
	value, err := build(r.identityType, identity)
	if err != nil {
		t.Fatal(err)
	}
	data, err := r.identityData(value)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestIdentityRulesTrip(t *testing.T) {
	t.Parallel()
	create := Object{"name": "abc"}
	update := Object{"name": "abc", "tag": "x"}
	for name, test := range map[string]struct {
		config Object
		result Object // the identity after the apply; none if nil
		plan   Object // the identity in the plan; as it is if nil
		want   string
	}{
		"none after a creation":          {config: create, want: "has no whole identity"},
		"unknown after a creation":       {config: create, result: Object{"id": Unknown, "place": "here"}, want: "has no whole identity"},
		"half of it after a creation":    {config: create, result: Object{"id": "1"}, want: "the identity of broken_thing lacks place"},
		"none after an update":           {config: update, want: "has no whole identity"},
		"another after an update":        {config: update, result: Object{"id": "2", "place": "here"}, want: "the identity of broken_thing has changed"},
		"another in the plan of updates": {config: update, plan: Object{"id": "2", "place": "here"}, want: "the plan of broken_thing changes its identity"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := startIdentified(t)
			if _, updates := test.config["tag"]; updates {
				mustRun(t, r, create)
			}
			server := &tampered{ProviderServer: r.core.server}
			r.core.server = server
			if test.plan != nil {
				server.plan = func(_ *tfprotov6.PlanResourceChangeRequest, resp *tfprotov6.PlanResourceChangeResponse) {
					resp.PlannedIdentity = identityOnWire(t, r, test.plan)
				}
			} else {
				server.apply = func(resp *tfprotov6.ApplyResourceChangeResponse) {
					resp.NewIdentity = nil
					if test.result != nil {
						resp.NewIdentity = identityOnWire(t, r, test.result)
					}
				}
			}
			if err := run(t, r, test.config); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want %q", err, test.want)
			}
		})
	}
}

func TestIdentityRulesTripInAReading(t *testing.T) {
	t.Parallel()
	for want, identity := range map[string]Object{"has changed": {"id": "2", "place": "here"}, "lacks place": {"id": "1"}} {
		r := startIdentified(t)
		mustRun(t, r, Object{"name": "abc"})
		before := r.Identity()
		r.core.server = &tampered{ProviderServer: r.core.server, read: func(resp *tfprotov6.ReadResourceResponse) {
			resp.NewIdentity = identityOnWire(t, r, identity)
		}}
		if _, err := r.Refresh(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, want %q", err, want)
		}
		if diff := cmp.Diff(before, r.Identity()); diff != "" {
			t.Errorf("the identity in state was replaced all the same (-want +got):\n%s", diff)
		}
	}
}
