package protocoltest

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// run plans and applies. The error is that of what no provider may do.
func run(t *testing.T, r *Resource, config Object) error {
	t.Helper()
	plan, err := r.Plan(t.Context(), config)
	if err != nil {
		return err
	}
	if err := Errors(plan.Diagnostics); err != nil {
		t.Fatalf("plan: %v", err)
	}
	_, err = r.Apply(t.Context(), plan)
	return err
}

// mustRun is run for a provider that behaves.
func mustRun(t *testing.T, r *Resource, config Object) {
	t.Helper()
	if err := run(t, r, config); err != nil {
		t.Fatal(err)
	}
}

// setInPlan breaks a plan: an attribute is planned as this value from the given plan on.
func setInPlan(r *thing, from int, attribute string, value any) {
	r.plan = func(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
		if r.plans >= from && !req.Plan.Raw.IsNull() {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(attribute), value)...)
		}
	}
}

func TestGoodProviderBreaksNoRule(t *testing.T) {
	t.Parallel()
	thing := &thing{}
	r := start(t, thing)
	for _, config := range []Object{{"name": "abc"}, {"name": "abc", "tag": "x", "secret": "s"}, {"name": "abcd", "tag": "x"}, nil} {
		mustRun(t, r, config)
	}
	if diff := cmp.Diff([]string{"create 1", "update 1", "delete 1", "create 2", "delete 2"}, thing.events); diff != "" {
		t.Errorf("what was done (-want +got):\n%s", diff)
	}
}

func TestEveryRuleTrips(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		breaks func(r *thing)
		before Object // applied while the provider is still good; none if nil
		config Object
		want   string
	}{
		"a plan that is not the configuration": {
			breaks: func(r *thing) { setInPlan(r, 1, "name", "other") },
			config: Object{"name": "abc"}, want: "plans name otherwise than it is configured",
		},
		"a plan that is not the configuration of an optional attribute": {
			breaks: func(r *thing) { setInPlan(r, 1, "tag", "other") },
			config: Object{"name": "abc", "tag": "mine"}, want: "plans tag otherwise than it is configured",
		},
		"a plan that is not known where the configuration is": {
			breaks: func(r *thing) { setInPlan(r, 1, "tag", types.StringUnknown()) },
			config: Object{"name": "abc", "tag": "mine"}, want: "plans tag otherwise than it is configured",
		},
		"a final plan with another value": {
			breaks: func(r *thing) {
				r.plan = func(ctx context.Context, _ resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
					resp.Plan.SetAttribute(ctx, path.Root("size"), int64(r.plans))
				}
			},
			config: Object{"name": "abc"}, want: "inconsistent final plan of broken_thing: .size came otherwise",
		},
		"a final plan that knows less": {
			breaks: func(r *thing) {
				r.plan = func(ctx context.Context, _ resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
					size := types.Int64Value(3)
					if r.plans > 1 {
						size = types.Int64Unknown()
					}
					resp.Plan.SetAttribute(ctx, path.Root("size"), size)
				}
			},
			config: Object{"name": "abc"}, want: "inconsistent final plan of broken_thing: .size was planned known",
		},
		"a final plan with a value where null was planned": {
			breaks: func(r *thing) {
				r.plan = func(ctx context.Context, _ resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
					tag := types.StringNull()
					if r.plans > 1 {
						tag = types.StringValue("x")
					}
					resp.Plan.SetAttribute(ctx, path.Root("tag"), tag)
				}
			},
			config: Object{"name": "abc"}, want: "inconsistent final plan of broken_thing: .tag was planned known or null",
		},
		"a final plan that replaces": {
			breaks: func(r *thing) {
				r.plan = func(_ context.Context, _ resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
					if r.plans > 1 {
						resp.RequiresReplace = path.Paths{path.Root("tag")}
					}
				}
			},
			before: Object{"name": "abc"}, config: Object{"name": "abc", "tag": "x"}, want: "the second plan of broken_thing replaces it",
		},
		"a result that is not what was configured": {
			breaks: func(r *thing) {
				r.create = func(ctx context.Context, resp *resource.CreateResponse) {
					resp.State.SetAttribute(ctx, path.Root("name"), "other")
				}
			},
			config: Object{"name": "abc"}, want: "inconsistent result of broken_thing: .name came otherwise",
		},
		"a result that is not what was planned": {
			breaks: func(r *thing) {
				setInPlan(r, 1, "size", int64(7))
				r.create = func(ctx context.Context, resp *resource.CreateResponse) {
					resp.State.SetAttribute(ctx, path.Root("size"), int64(8))
				}
			},
			config: Object{"name": "abc"}, want: "inconsistent result of broken_thing: .size came otherwise",
		},
		"a result of null where a value was planned": {
			breaks: func(r *thing) {
				r.create = func(ctx context.Context, resp *resource.CreateResponse) {
					resp.State.SetAttribute(ctx, path.Root("tag"), types.StringNull())
				}
			},
			config: Object{"name": "abc", "tag": "mine"}, want: "inconsistent result of broken_thing: .tag was planned known",
		},
		"a result of an update that is not what was planned": {
			breaks: func(r *thing) {
				r.update = func(ctx context.Context, resp *resource.UpdateResponse) {
					resp.State.SetAttribute(ctx, path.Root("tag"), "other")
				}
			},
			before: Object{"name": "abc"}, config: Object{"name": "abc", "tag": "mine"}, want: "inconsistent result of broken_thing: .tag came otherwise",
		},
		"an unknown value after creation": {
			breaks: func(r *thing) {
				r.create = func(ctx context.Context, resp *resource.CreateResponse) {
					resp.State.SetAttribute(ctx, path.Root("size"), types.Int64Unknown())
				}
			},
			config: Object{"name": "abc"}, want: "applying broken_thing left unknown values in state",
		},
		"an unknown value after a creation that failed": {
			breaks: func(r *thing) {
				r.create = func(ctx context.Context, resp *resource.CreateResponse) {
					resp.State.SetAttribute(ctx, path.Root("size"), types.Int64Unknown())
					resp.Diagnostics.AddError("It failed", "It failed.")
				}
			},
			config: Object{"name": "abc"}, want: "applying broken_thing left unknown values in state",
		},
		"an unknown value after an update": {
			breaks: func(r *thing) {
				r.update = func(ctx context.Context, resp *resource.UpdateResponse) {
					resp.State.SetAttribute(ctx, path.Root("size"), types.Int64Unknown())
				}
			},
			before: Object{"name": "abc"}, config: Object{"name": "abc", "tag": "x"}, want: "applying broken_thing left unknown values in state",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			thing := &thing{}
			r := start(t, thing)
			if test.before != nil {
				mustRun(t, r, test.before)
			}
			thing.plans = 0
			test.breaks(thing)
			plan, err := r.Plan(t.Context(), test.config)
			if err == nil {
				if err = Errors(plan.Diagnostics); err != nil {
					t.Fatalf("the provider refused it itself: %v", err)
				}
				_, err = r.Apply(t.Context(), plan)
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want %q", err, test.want)
			}
		})
	}
}

func TestValueOfBeforeMayBePlannedForAConfiguredOne(t *testing.T) {
	t.Parallel()
	thing := &thing{}
	r := start(t, thing)
	mustRun(t, r, Object{"name": "abc", "tag": "x"})
	setInPlan(thing, 1, "tag", "x")
	if plan := planFor(t, r, Object{"name": "abc", "tag": "y"}, Update); plan.Value("tag") != "x" {
		t.Errorf("the tag is planned as %v", plan.Value("tag"))
	}
	// It may not if there was none, or if none is configured.
	setInPlan(thing, 1, "secret", "x")
	if _, err := r.Plan(t.Context(), Object{"name": "abc", "tag": "x", "secret": "y"}); err == nil {
		t.Error("a value is planned that is neither configured nor there before")
	}
}

func TestUnknownValueAfterAReadTrips(t *testing.T) {
	t.Parallel()
	thing := &thing{}
	r := start(t, thing)
	mustRun(t, r, Object{"name": "abc"})
	thing.read = func(ctx context.Context, resp *resource.ReadResponse) {
		resp.State.SetAttribute(ctx, path.Root("size"), types.Int64Unknown())
	}
	if _, err := r.Refresh(t.Context()); err == nil || !strings.Contains(err.Error(), "left unknown values in state") {
		t.Errorf("the error is %v", err)
	}
}

// tampered is a provider server whose answers a test changes on the wire, where the framework would not
// let a provider do it.
type tampered struct {
	tfprotov6.ProviderServer
	plan  func(*tfprotov6.PlanResourceChangeRequest, *tfprotov6.PlanResourceChangeResponse)
	apply func(*tfprotov6.ApplyResourceChangeResponse)
	read  func(*tfprotov6.ReadResourceResponse)
}

func (s *tampered) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	resp, err := s.ProviderServer.PlanResourceChange(ctx, req)
	if err == nil && s.plan != nil {
		s.plan(req, resp)
	}
	return resp, err
}

func (s *tampered) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	resp, err := s.ProviderServer.ApplyResourceChange(ctx, req)
	if err == nil && s.apply != nil {
		s.apply(resp)
	}
	return resp, err
}

func (s *tampered) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	resp, err := s.ProviderServer.ReadResource(ctx, req)
	if err == nil && s.read != nil {
		s.read(resp)
	}
	return resp, err
}

func TestRulesThatTheFrameworkKeepsByItselfTripToo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		tamper func(t *testing.T, r *Resource, s *tampered)
		config Object
		want   string
	}{
		"a write-only value in a plan": {
			func(t *testing.T, r *Resource, s *tampered) {
				s.plan = func(_ *tfprotov6.PlanResourceChangeRequest, resp *tfprotov6.PlanResourceChangeResponse) {
					resp.PlannedState = onWire(t, r, Object{"id": "1", "name": "abc", "tag": "none", "secret": "s"})
				}
			},
			Object{"name": "abc", "secret": "s"}, "plans a value for the write-only attribute secret",
		},
		"a value in the plan of a destruction": {
			func(t *testing.T, r *Resource, s *tampered) {
				s.plan = func(_ *tfprotov6.PlanResourceChangeRequest, resp *tfprotov6.PlanResourceChangeResponse) {
					resp.PlannedState = onWire(t, r, Object{"id": "1", "name": "abc"})
				}
			},
			nil, "plans a value for what is to be destroyed",
		},
		"a value after a destruction": {
			func(t *testing.T, r *Resource, s *tampered) {
				s.apply = func(resp *tfprotov6.ApplyResourceChangeResponse) {
					resp.NewState = onWire(t, r, Object{"id": "1", "name": "abc"})
				}
			},
			nil, "still in state after it was destroyed",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t, &thing{})
			mustRun(t, r, Object{"name": "abc"})
			server := &tampered{ProviderServer: r.core.server}
			r.core.server = server
			test.tamper(t, r, server)
			if err := run(t, r, test.config); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want %q", err, test.want)
			}
		})
	}
}

func TestWriteOnlyValueIsConfiguredAndNotProposed(t *testing.T) {
	t.Parallel()
	r := start(t, &thing{})
	seen := false
	r.core.server = &tampered{ProviderServer: r.core.server, plan: func(req *tfprotov6.PlanResourceChangeRequest, _ *tfprotov6.PlanResourceChangeResponse) {
		seen = true
		for _, side := range []struct {
			name  string
			value *tfprotov6.DynamicValue
			want  any
		}{{"configured", req.Config, "s"}, {"proposed", req.ProposedNewState, nil}} {
			value, err := side.value.Unmarshal(r.typ)
			if err != nil {
				t.Fatal(err)
			}
			if got := attributeOf(value, "secret"); got != side.want {
				t.Errorf("the secret is %s as %v, want %v", side.name, got, side.want)
			}
		}
	}}
	mustRun(t, r, Object{"name": "abc", "secret": "s"})
	if !seen {
		t.Error("nothing was planned")
	}
}

func onWire(t *testing.T, r *Resource, value Object) *tfprotov6.DynamicValue {
	t.Helper()
	d, err := dynamic(r.typ, value)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
