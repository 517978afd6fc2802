package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestQueryFindsTeams(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Catalogue: yccalltest.Catalogue{
		ExtensionGroups: []yccalltest.ExtensionGroup{{Name: "day", Members: []string{"1001", "1002"}}, {Name: "night", Members: []string{"1001"}}},
		Queues:          []yccalltest.Queue{{Name: "autocall_sales", Remark: "r"}, {Name: "service", Remark: "r", Strategy: 3}},
	}})
	for _, test := range []struct {
		typeName string
		query    protocoltest.Query
		want     []string
	}{
		{groupResource, protocoltest.Query{}, []string{"day", "night"}},
		{groupResource, protocoltest.Query{Limit: 1}, []string{"day"}},
		{groupResource, protocoltest.Query{Config: object{"name": "night"}}, []string{"night"}},
		{memberResource, protocoltest.Query{}, []string{"day/1001", "day/1002", "night/1001"}},
		{memberResource, protocoltest.Query{Config: object{"group": "night"}}, []string{"night/1001"}},
		{memberResource, protocoltest.Query{Config: object{"group": "nobody"}}, nil},
		{queueResource, protocoltest.Query{}, []string{"autocall_sales", "service"}},
		{queueResource, protocoltest.Query{Config: object{"name": "sales"}}, []string{"autocall_sales"}},
	} {
		test.query.IncludeResource = true
		if test.query.Limit == 0 {
			test.query.Limit = 100
		}
		listed, diags, err := w.core.List(t.Context(), test.typeName, test.query)
		must(t, err)
		must(t, protocoltest.Errors(diags))
		if diff := cmp.Diff(test.want, displayNames(listed), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s, %v (-want +got):\n%s", test.typeName, test.query.Config, diff)
		}
		// What is found can be taken over as it is.
		for _, l := range listed {
			w.use(test.typeName)
			diags, err := w.resource.ImportByIdentity(t.Context(), l.Identity)
			must(t, err)
			must(t, protocoltest.Errors(diags))
			w.mustApply(w.resource.GeneratedConfig(l.Resource))
		}
	}
	for _, service := range []string{"AddExtgroup", "AddExtnumber", "AddQueue", "EditQueue", "DelQueue"} {
		wantEqual(t, service, w.mock.Requests(service), 0)
	}
	for typeName, service := range map[string]string{groupResource: "GetExtgroupInfo", memberResource: "GetGroupExt", queueResource: "GetQueueList"} {
		w.mock.Plant(yccalltest.Fault{Service: service, Kind: yccalltest.HTTP500BeforeEffect, Times: -1})
		_, diags, err := w.core.List(t.Context(), typeName, protocoltest.Query{Limit: 100})
		must(t, err)
		w.wantError(diags, "Listing ", "Nothing was changed")
	}
}
