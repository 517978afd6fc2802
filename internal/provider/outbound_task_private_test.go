package provider

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/sketch"
)

// drawer is private state.
type drawer map[string][]byte

func (d drawer) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) { return d[key], nil }

func (d drawer) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	d[key] = value
	return nil
}

func TestPrivateStateIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]taskPrivate{
		"nothing": {},
		"everything": {
			lastWritten: lastWritten{Held: ptr(int64(25000)), Listed: 25001, OrderDigest: "abc", Sketch: sketch.Unkeyed()},
			Knowledge:   campaign.Knowledge{Format: &campaign.Format{Prefixes: []string{"+86"}}, CountByListing: true},
			UTCOffset:   ptr(int64(-18000)), Imported: true, ToldToRun: true, StartUnconfirmed: true, LeftPaused: true,
		},
		"zeroes": {lastWritten: lastWritten{Held: ptr(int64(0)), Sketch: sketch.None()}, UTCOffset: ptr(int64(0))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := drawer{}
			noDiagnostics(t, want.write(t.Context(), d))
			got, diags := readPrivate(t.Context(), d)
			noDiagnostics(t, diags)
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(taskPrivate{})); diff != "" {
				t.Errorf("private state (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMissingPrivateStateIsNoError(t *testing.T) {
	t.Parallel()
	got, diags := readPrivate(t.Context(), drawer{"other": []byte("x")})
	noDiagnostics(t, diags)
	if diff := cmp.Diff(taskPrivate{}, got, cmp.AllowUnexported(taskPrivate{})); diff != "" {
		t.Errorf("private state (-want +got):\n%s", diff)
	}
}

// TestSumsOfTheFirstVersionAreForgotten: numbers could be computed from them. Whether there were fields is kept.
func TestSumsOfTheFirstVersionAreForgotten(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]sketch.Sketch{
		`{"hidden_sums":[5,0,7]}`: sketch.Unkeyed(),
		`{"hidden_sums":[0,0,0]}`: sketch.None(),
		`{}`:                      {},
	} {
		got, diags := readPrivate(t.Context(), drawer{privateKey: []byte(raw)})
		noDiagnostics(t, diags)
		d := drawer{}
		noDiagnostics(t, got.write(t.Context(), d))
		if !got.Sketch.Equal(want) || strings.Contains(string(d[privateKey]), "sums") {
			t.Errorf("%s is read as %v and written as %s", raw, got.Sketch, d[privateKey])
		}
	}
}

func TestDamagedPrivateStateIsRefused(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{`{"held":`, `{"held":"many"}`, `{"sketch":"x"}`, `[]`} {
		_, diags := readPrivate(t.Context(), drawer{privateKey: []byte(raw)})
		if !diags.HasError() || !strings.Contains(diags[0].Detail(), "Nothing was changed") {
			t.Errorf("%s gave %v", raw, diags)
		}
	}
}

// TestOlderPrivateStateIsRead: what is not there is not known.
func TestOlderPrivateStateIsRead(t *testing.T) {
	t.Parallel()
	got, diags := readPrivate(t.Context(), drawer{privateKey: []byte(`{"held":3,"of_a_later_version":true}`)})
	noDiagnostics(t, diags)
	if diff := cmp.Diff(taskPrivate{lastWritten: lastWritten{Held: ptr(int64(3))}}, got, cmp.AllowUnexported(taskPrivate{})); diff != "" {
		t.Errorf("private state (-want +got):\n%s", diff)
	}
}
