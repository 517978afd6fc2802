package provider

import (
	"reflect"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// The ids are fixed for ever: with another one, a campaign whose creation was interrupted is not found again. If this
// test fails after a change, the change is wrong, and not the test.
func TestDerivedIDsStayWhatTheyAre(t *testing.T) {
	t.Parallel()
	least := leastTask()
	least.NumbersSHA = types.StringValue("abc")
	full := least // with what the first version had
	full.Name, full.Concurrent, full.ScaleMode = types.StringValue("renewals"), types.Int64Value(5), types.StringValue("manual")
	full.CallerNumbers = stringList("02120280001", "02120280002")
	full.ScheduledTime, full.PausedTime = types.StringValue("2026-12-01 09:00:00"), types.StringValue("2026-12-01 18:00:00")
	full.MultiCall = multiCall(types.StringValue("all"), types.Int64Value(3), types.Int64Value(600))
	empty := least
	empty.MultiCall = multiCall(types.StringNull(), types.Int64Null(), types.Int64Null())
	unnamed, again, skipping := full, full, full
	unnamed.Name = types.StringNull()
	again.CallAgain = types.StringValue("2026-12-01")
	skipping.SkipCalledBy = stringList("2", "1")
	for name, test := range map[string]struct {
		model                 outboundTaskModel
		derived, firstVersion string
	}{
		"without a name":      {unnamed, "tf-kneokpagjalgmkicmledgfceidnp", "tf-72858db73a28ea45450916a789824e73"},
		"with call_again":     {again, "tf-chepnjpnloijkammoioefomdaoke", "tf-08946a6801078e4bc518ed7387d4f279"},
		"with others to skip": {skipping, "tf-akmhjjkeblpcccpdbmfobmggjbic", "tf-08946a6801078e4bc518ed7387d4f279"},
		"required only":       {least, "tf-bjljhkcgcilofngaicpdcocmfepf", "tf-0dc552a3db0284cb315eec4a7a6b559a"},
		"empty multi_call":    {empty, "tf-eplggaonbnogchldlelehlldljlo", "tf-17cb0f046e7184d20804e829b782d173"},
		"everything":          {full, "tf-khjmnhfjjolobmmcoiejjngjfhgb", "tf-08946a6801078e4bc518ed7387d4f279"},
	} {
		noDiagnostics(t, test.model.deriveTaskID(t.Context()))
		if got := test.model.CustomTaskID.ValueString(); got != test.derived || len(got) > 32 {
			t.Errorf("%s: the id is %s, want %s", name, got, test.derived)
		}
		if got := test.model.firstVersionTaskID("abc"); got != test.firstVersion {
			t.Errorf("%s: the id of the first version is %s, want %s", name, got, test.firstVersion)
		}
	}
}

// Parameters that are unset are left out, so one that a later version of the provider knows changes no id.
func TestUnsetParametersAreNoPartOfTheDerivedID(t *testing.T) {
	t.Parallel()
	names := func(task yccall.CreateTask) []string {
		var list []string
		for _, p := range identifying(task, "abc") {
			list = append(list, p.name)
		}
		return list
	}
	want := []string{"assigntype", "assignagent", "taskscale", "numbers_sha256"}
	if got := names(yccall.CreateTask{AssignType: yccall.AssignQueue, AssignAgent: "a", TaskScale: "1:2"}); !slices.Equal(got, want) {
		t.Errorf("the id is derived from %v, want %v", got, want)
	}
}

// Two values next to each other must not read like one value and another.
func TestDerivedIDsTellParametersApart(t *testing.T) {
	t.Parallel()
	ids := map[string]bool{}
	lists := [][]parameter{
		{{"a", "b"}, {"c", "d"}}, {{"a", "b\nc=1:d"}}, {{"a", "b"}}, {{"c", "d"}, {"a", "b"}}, {{"a", "bc"}, {"d", ""}}, {},
	}
	for _, list := range lists {
		ids[derivedTaskID(list)] = true
	}
	if len(ids) != len(lists) {
		t.Errorf("%d lists of parameters have %d ids", len(lists), len(ids))
	}
}

// Every parameter of TaskCreat tells campaigns apart, except those that say how a task is sent and not what it is.
func TestEveryParameterOfTaskCreatIsPartOfTheDerivedID(t *testing.T) {
	t.Parallel()
	notPartOfIt := map[string]string{
		"Telphone":     "the digest of the whole list stands for it",
		"Start":        "a task is always created not started",
		"CustomTaskID": "it is what is derived",
	}
	var look func(path string, set func(reflect.Value) yccall.CreateTask, typ reflect.Type)
	plain := derivedTaskID(identifying(yccall.CreateTask{}, "abc"))
	seen := map[string]string{plain: "nothing"}
	look = func(path string, with func(reflect.Value) yccall.CreateTask, typ reflect.Type) {
		for i := range typ.NumField() {
			field := typ.Field(i)
			if notPartOfIt[field.Name] != "" {
				continue
			}
			nested := field.Type
			if nested.Kind() == reflect.Pointer {
				nested = nested.Elem()
			}
			value := reflect.New(typ).Elem()
			if nested.Kind() == reflect.Struct {
				look(path+field.Name+".", func(inner reflect.Value) yccall.CreateTask {
					value.Field(i).Set(inner.Addr())
					return with(value)
				}, nested)
			}
			value.Field(i).Set(something(t, field.Type))
			id := derivedTaskID(identifying(with(value), "abc"))
			if other, ok := seen[id]; ok {
				t.Errorf("%s is no part of the derived id: it is that of %s", path+field.Name, other)
			}
			seen[id] = path + field.Name
		}
	}
	look("", func(v reflect.Value) yccall.CreateTask { return v.Interface().(yccall.CreateTask) }, reflect.TypeFor[yccall.CreateTask]())
}

// something is a value of a type that is not its zero value.
func something(t *testing.T, typ reflect.Type) reflect.Value {
	t.Helper()
	value := reflect.New(typ).Elem()
	switch typ.Kind() {
	case reflect.String:
		value.SetString("something")
	case reflect.Int:
		value.SetInt(7)
	case reflect.Bool:
		value.SetBool(true)
	case reflect.Slice:
		value.Set(reflect.Append(value, something(t, typ.Elem())))
	case reflect.Pointer:
		value.Set(reflect.New(typ.Elem()))
		if typ.Elem().Kind() != reflect.Struct {
			value.Elem().Set(something(t, typ.Elem()))
		}
	default:
		t.Fatalf("the test knows no value of type %s", typ)
	}
	return value
}

// A campaign that was begun by the first version, and that never reached a state, is looked for under its id as well.
func TestTheIDOfTheFirstVersionIsLookedForBesideADerivedOne(t *testing.T) {
	t.Parallel()
	derived, list := fullTask(), &numberlist.List{SHA256: "quick"}
	derived.NumbersSHA = types.StringValue("slow")
	noDiagnostics(t, derived.deriveTaskID(t.Context()))
	if got := derived.campaign(t.Context(), "", list).OtherIDs; !slices.Equal(got, []string{derived.firstVersionTaskID("quick")}) {
		t.Errorf("beside the derived id, %v are looked for", got)
	}
	own := derived
	own.CustomTaskID = types.StringValue("renewals-1")
	if got := own.campaign(t.Context(), "", list).OtherIDs; len(got) != 0 {
		t.Errorf("beside an id of the user's own, %v are looked for", got)
	}
}

// A campaign with a name is known by it: what else changes makes it no other one, and what the configuration says about
// calling people again does.
func TestCampaignWithANameIsKnownByIt(t *testing.T) {
	t.Parallel()
	derived := func(change func(*outboundTaskModel)) string {
		m := fullTask()
		m.NumbersSHA = types.StringValue("abc")
		change(&m)
		noDiagnostics(t, m.deriveTaskID(t.Context()))
		return m.CustomTaskID.ValueString()
	}
	id := derived(func(*outboundTaskModel) {})
	for name, test := range map[string]struct {
		change func(*outboundTaskModel)
		same   bool
	}{
		"another list":     {func(m *outboundTaskModel) { m.NumbersSHA = types.StringValue("abd") }, true},
		"a list not known": {func(m *outboundTaskModel) { m.NumbersSHA = types.StringUnknown() }, true},
		"another scale":    {func(m *outboundTaskModel) { m.TaskScale = types.StringValue("1:5") }, true},
		"another name":     {func(m *outboundTaskModel) { m.Name = types.StringValue("others") }, false},
		"call_again":       {func(m *outboundTaskModel) { m.CallAgain = types.StringValue("2026-12-01") }, false},
		"people left out":  {func(m *outboundTaskModel) { m.SkipCalledBy = stringList("1") }, false},
	} {
		if got := derived(test.change); (got == id) != test.same {
			t.Errorf("%s: the id is %s, and %s without", name, got, id)
		}
	}
}
