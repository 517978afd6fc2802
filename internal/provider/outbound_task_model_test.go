package provider

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// leastTask is a model with the required attributes, and nothing else set.
func leastTask() outboundTaskModel {
	return outboundTaskModel{
		AssignType: types.StringValue("extension_group"), AssignAgent: types.StringValue("renewals-team"), TaskScale: types.StringValue("1:2"),
		Numbers: types.ListNull(numberType), CallerNumbers: types.ListNull(types.StringType), MultiCall: types.ObjectNull(multiCallType),
		SkipCalledBy: types.ListNull(types.StringType),
	}
}

// fullTask is a model with every parameter of a task set.
func fullTask() outboundTaskModel {
	m := leastTask()
	m.Name = types.StringValue("renewals")
	m.Concurrent = types.Int64Value(5)
	m.ScaleMode = types.StringValue("manual")
	m.CallerNumbers = stringList("02120280001", "02120280002")
	m.ScheduledTime = types.StringValue("2026-12-01 09:00:00")
	m.PausedTime = types.StringValue("2026-12-01 18:00:00")
	m.CustomTaskID = types.StringValue("tf-renewals")
	m.MultiCall = multiCall(types.StringValue("all"), types.Int64Value(3), types.Int64Value(600))
	return m
}

// fullRow is what the newest servers say of the task that fullTask makes.
func fullRow() yccall.Task {
	return yccall.Task{
		ID: "20261123093007000001", Name: "renewals", Agent: "renewals-team", TaskType: "groups", Scale: "1:2",
		ScaleMode: ptr("manual"), CallerNumbers: "02120280001,02120280002", Concurrent: ptr(int64(5)),
		ScheduledTime: ptr("2026-12-01 09:00:00"), PausedTime: ptr("2026-12-01 18:00:00"), CustomTaskID: ptr("tf-renewals"),
		Status: yccall.StatusRunning, RawStatus: "1026", CreatedAt: "2026-11-23 09:30:07",
	}
}

var (
	numberType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"phone": types.StringType, "time": types.Int64Type, "user_id": types.StringType,
		"member_id": types.StringType, "custom_uuid": types.StringType, "ext": types.StringType,
	}}
	multiCallType = map[string]attr.Type{"type": types.StringType, "max_rounds": types.Int64Type, "interval": types.Int64Type}
)

func multiCall(kind types.String, rounds, interval types.Int64) types.Object {
	return types.ObjectValueMust(multiCallType, map[string]attr.Value{"type": kind, "max_rounds": rounds, "interval": interval})
}

func stringList(texts ...string) types.List {
	values := make([]attr.Value, 0, len(texts))
	for _, text := range texts {
		values = append(values, types.StringValue(text))
	}
	return types.ListValueMust(types.StringType, values)
}

func ptr[T any](v T) *T { return &v }

func noDiagnostics(t *testing.T, diags diag.Diagnostics) {
	t.Helper()
	if len(diags) > 0 {
		t.Fatalf("diagnostics: %v", diags)
	}
}

func TestEverySettingBecomesItsParameter(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		set  func(*outboundTaskModel)
		want func(*yccall.CreateTask)
	}{
		"nothing optional": {func(*outboundTaskModel) {}, func(*yccall.CreateTask) {}},
		"extension":        {func(m *outboundTaskModel) { m.AssignType = types.StringValue("extension") }, func(c *yccall.CreateTask) { c.AssignType = 1 }},
		"queue":            {func(m *outboundTaskModel) { m.AssignType = types.StringValue("queue") }, func(c *yccall.CreateTask) { c.AssignType = 2 }},
		"assign_agent":     {func(m *outboundTaskModel) { m.AssignAgent = types.StringValue("1001") }, func(c *yccall.CreateTask) { c.AssignAgent = "1001" }},
		"task_scale":       {func(m *outboundTaskModel) { m.TaskScale = types.StringValue("3:7") }, func(c *yccall.CreateTask) { c.TaskScale = "3:7" }},
		"name":             {func(m *outboundTaskModel) { m.Name = types.StringValue("renewals") }, func(c *yccall.CreateTask) { c.Name = "renewals" }},
		"concurrent":       {func(m *outboundTaskModel) { m.Concurrent = types.Int64Value(5) }, func(c *yccall.CreateTask) { c.Concurrent = ptr(5) }},
		"scale_mode":       {func(m *outboundTaskModel) { m.ScaleMode = types.StringValue("auto") }, func(c *yccall.CreateTask) { c.ScaleMode = "auto" }},
		"caller_numbers":   {func(m *outboundTaskModel) { m.CallerNumbers = stringList("0212", "+86212") }, func(c *yccall.CreateTask) { c.CallerNumbers = []string{"0212", "+86212"} }},
		"scheduled_time":   {func(m *outboundTaskModel) { m.ScheduledTime = types.StringValue("2026-12-01 09:00:00") }, func(c *yccall.CreateTask) { c.ScheduledTime = "2026-12-01 09:00:00" }},
		"paused_time":      {func(m *outboundTaskModel) { m.PausedTime = types.StringValue("2026-12-01 18:00:00") }, func(c *yccall.CreateTask) { c.PausedTime = "2026-12-01 18:00:00" }},
		"custom_task_id":   {func(m *outboundTaskModel) { m.CustomTaskID = types.StringValue("tf-1") }, func(c *yccall.CreateTask) { c.CustomTaskID = "tf-1" }},
		"multi_call, empty": {func(m *outboundTaskModel) {
			m.MultiCall = multiCall(types.StringNull(), types.Int64Null(), types.Int64Null())
		}, func(c *yccall.CreateTask) { c.MultiCall = &yccall.MultiCall{} }},
		"multi_call.type all": {func(m *outboundTaskModel) {
			m.MultiCall = multiCall(types.StringValue("all"), types.Int64Null(), types.Int64Null())
		}, func(c *yccall.CreateTask) { c.MultiCall = &yccall.MultiCall{Type: ptr(yccall.RecallType(1))} }},
		"multi_call.unanswered": {func(m *outboundTaskModel) {
			m.MultiCall = multiCall(types.StringValue("unanswered"), types.Int64Null(), types.Int64Null())
		}, func(c *yccall.CreateTask) { c.MultiCall = &yccall.MultiCall{Type: ptr(yccall.RecallType(2))} }},
		"multi_call.max_rounds": {func(m *outboundTaskModel) {
			m.MultiCall = multiCall(types.StringNull(), types.Int64Value(3), types.Int64Null())
		}, func(c *yccall.CreateTask) { c.MultiCall = &yccall.MultiCall{MaxRounds: ptr(3)} }},
		"multi_call.interval": {func(m *outboundTaskModel) {
			m.MultiCall = multiCall(types.StringNull(), types.Int64Null(), types.Int64Value(0))
		}, func(c *yccall.CreateTask) { c.MultiCall = &yccall.MultiCall{Interval: ptr(0)} }},
		// The run state is not TaskCreat's business: a task is created not started, and started last.
		"desired_status": {func(m *outboundTaskModel) { m.DesiredStatus = types.StringValue("running") }, func(*yccall.CreateTask) {}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := leastTask()
			test.set(&m)
			want := yccall.CreateTask{AssignType: 3, AssignAgent: "renewals-team", TaskScale: "1:2"}
			test.want(&want)
			got, diags := m.createTask(t.Context())
			noDiagnostics(t, diags)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("parameters (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInlineEntriesAreMappedFieldByField(t *testing.T) {
	t.Parallel()
	element := func(phone, user, member, uuid, ext types.String, time types.Int64) attr.Value {
		return types.ObjectValueMust(numberType.AttrTypes, map[string]attr.Value{
			"phone": phone, "time": time, "user_id": user, "member_id": member, "custom_uuid": uuid, "ext": ext,
		})
	}
	s, null := types.StringValue, types.StringNull()
	m := leastTask()
	m.Numbers = types.ListValueMust(numberType, []attr.Value{
		element(s("13800000001"), s("u"), s("m"), s("c"), s("e"), types.Int64Value(1900000000)),
		element(s("13800000002"), null, null, null, null, types.Int64Null()),
		element(s("13800000003"), null, null, null, null, types.Int64Value(0)),
		types.ObjectNull(numberType.AttrTypes),
	})
	got, diags := m.entries(t.Context())
	noDiagnostics(t, diags)
	want := []numberlist.Entry{
		{Phone: "13800000001", Time: 1900000000, UserID: "u", MemberID: "m", CustomUUID: "c", Ext: "e"},
		{Phone: "13800000002"},
		{Phone: "13800000003", Time: numberlist.ZeroTime},
		{},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func TestImportFillsWhatTheRowEchoes(t *testing.T) {
	t.Parallel()
	full := fullTask()
	full.MultiCall = types.ObjectNull(multiCallType) // no row has it
	for name, test := range map[string]struct {
		row  func(*yccall.Task)
		want func(*outboundTaskModel)
	}{
		"everything":        {func(*yccall.Task) {}, func(*outboundTaskModel) {}},
		"an extension":      {func(r *yccall.Task) { r.TaskType = "transfer" }, func(m *outboundTaskModel) { m.AssignType = types.StringValue("extension") }},
		"a type unknown":    {func(r *yccall.Task) { r.TaskType = "queue" }, func(m *outboundTaskModel) { m.AssignType = types.StringNull() }},
		"no type":           {func(r *yccall.Task) { r.TaskType = "" }, func(m *outboundTaskModel) { m.AssignType = types.StringNull() }},
		"named by its id":   {func(r *yccall.Task) { r.Name = r.ID }, func(m *outboundTaskModel) { m.Name = types.StringNull() }},
		"no name":           {func(r *yccall.Task) { r.Name = "" }, func(m *outboundTaskModel) { m.Name = types.StringNull() }},
		"no agent":          {func(r *yccall.Task) { r.Agent = "" }, func(m *outboundTaskModel) { m.AssignAgent = types.StringNull() }},
		"no scale":          {func(r *yccall.Task) { r.Scale = "" }, func(m *outboundTaskModel) { m.TaskScale = types.StringNull() }},
		"no scale mode":     {func(r *yccall.Task) { r.ScaleMode = nil }, func(m *outboundTaskModel) { m.ScaleMode = types.StringNull() }},
		"empty scale mode":  {func(r *yccall.Task) { r.ScaleMode = ptr("") }, func(m *outboundTaskModel) { m.ScaleMode = types.StringNull() }},
		"one caller":        {func(r *yccall.Task) { r.CallerNumbers = "02120280001" }, func(m *outboundTaskModel) { m.CallerNumbers = stringList("02120280001") }},
		"blanks in callers": {func(r *yccall.Task) { r.CallerNumbers = " 02120280001, 02120280002 ," }, func(*outboundTaskModel) {}},
		"only blanks":       {func(r *yccall.Task) { r.CallerNumbers = " , " }, func(m *outboundTaskModel) { m.CallerNumbers = types.ListNull(types.StringType) }},
		"no caller":         {func(r *yccall.Task) { r.CallerNumbers = "" }, func(m *outboundTaskModel) { m.CallerNumbers = types.ListNull(types.StringType) }},
		"no concurrent":     {func(r *yccall.Task) { r.Concurrent = nil }, func(m *outboundTaskModel) { m.Concurrent = types.Int64Null() }},
		"no times":          {func(r *yccall.Task) { r.ScheduledTime, r.PausedTime = nil, ptr("") }, func(m *outboundTaskModel) { m.ScheduledTime, m.PausedTime = types.StringNull(), types.StringNull() }},
		"no custom id":      {func(r *yccall.Task) { r.CustomTaskID = nil }, func(m *outboundTaskModel) { m.CustomTaskID = types.StringNull() }},
		"empty custom id":   {func(r *yccall.Task) { r.CustomTaskID = ptr("") }, func(m *outboundTaskModel) { m.CustomTaskID = types.StringNull() }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row, want := fullRow(), full
			test.row(&row)
			test.want(&want)
			got := outboundTaskModel{CallerNumbers: types.ListNull(types.StringType)}
			noDiagnostics(t, got.fillEchoed(t.Context(), row))
			for i, s := range got.replacingAttributes() {
				w := want.replacingAttributes()[i]
				if s.name != "multi_call" && !s.value.Equal(w.value) {
					t.Errorf("%s is %s, want %s", s.name, s.value, w.value)
				}
			}
			if names := got.drift(row); len(names) > 0 {
				t.Errorf("what was imported drifts: %v", names)
			}
		})
	}
}

func TestDriftNamesWhatTheRowSaysOtherwise(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		row  func(*yccall.Task)
		want []string
	}{
		"nothing":         {func(*yccall.Task) {}, nil},
		"name":            {func(r *yccall.Task) { r.Name = "others" }, []string{"name"}},
		"assign_agent":    {func(r *yccall.Task) { r.Agent = "others" }, []string{"assign_agent"}},
		"assign_type":     {func(r *yccall.Task) { r.TaskType = "transfer" }, []string{"assign_type"}},
		"task_scale":      {func(r *yccall.Task) { r.Scale = "1:9" }, []string{"task_scale"}},
		"scheduled_time":  {func(r *yccall.Task) { r.ScheduledTime = ptr("2026-12-02 09:00:00") }, []string{"scheduled_time"}},
		"paused_time":     {func(r *yccall.Task) { r.PausedTime = ptr("2026-12-02 18:00:00") }, []string{"paused_time"}},
		"scale_mode":      {func(r *yccall.Task) { r.ScaleMode = ptr("auto") }, []string{"scale_mode"}},
		"custom_task_id":  {func(r *yccall.Task) { r.CustomTaskID = ptr("tf-other") }, []string{"custom_task_id"}},
		"concurrent":      {func(r *yccall.Task) { r.Concurrent = ptr(int64(6)) }, []string{"concurrent"}},
		"caller_numbers":  {func(r *yccall.Task) { r.CallerNumbers = "02120280001" }, []string{"caller_numbers"}},
		"callers' order":  {func(r *yccall.Task) { r.CallerNumbers = "02120280002,02120280001" }, []string{"caller_numbers"}},
		"callers' blanks": {func(r *yccall.Task) { r.CallerNumbers = "02120280001, 02120280002" }, nil},
		"several":         {func(r *yccall.Task) { r.Name, r.Scale = "others", "1:9" }, []string{"name", "task_scale"}},
		"run state":       {func(r *yccall.Task) { r.Status = yccall.StatusEnded }, nil},
		"scale of now":    {func(r *yccall.Task) { r.NowScale = "1:9" }, nil},
		"silence": {func(r *yccall.Task) {
			*r = yccall.Task{ID: r.ID, Status: r.Status, ScaleMode: ptr(""), CustomTaskID: ptr("")}
		}, nil},
		"a type unknown": {func(r *yccall.Task) { r.TaskType = "queue" }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row := fullRow()
			test.row(&row)
			if diff := cmp.Diff(test.want, fullTask().drift(row), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("drift (-want +got):\n%s", diff)
			}
			if names := leastTask().drift(row); len(names) > 0 && !slices.Contains([]string{"assign_agent", "assign_type", "task_scale", "several"}, name) {
				t.Errorf("attributes that are not set drift: %v", names)
			}
		})
	}
}

func TestObserveKeepsWhatIsConfigured(t *testing.T) {
	t.Parallel()
	row := fullRow()
	row.Name = "others"
	for name, test := range map[string]struct {
		before    string
		o         campaign.Observation
		status    string
		createdAt string
	}{
		"found":                {statusPaused, campaign.Observation{Found: true, Task: row}, statusRunning, "2026-11-23 09:30:07"},
		"found, status a code": {statusPaused, campaign.Observation{Found: true, Task: yccall.Task{Status: 1030}}, "1030", "before"},
		"found, status a word": {statusPaused, campaign.Observation{Found: true, Task: yccall.Task{RawStatus: "archived"}}, "archived", "before"},
		"not listed":           {statusRunning, campaign.Observation{}, statusNotFound, "before"},
		"ended and not listed": {statusEnded, campaign.Observation{}, statusEnded, "before"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := fullTask()
			m.Status, m.CreatedAt = types.StringValue(test.before), types.StringValue("before")
			m.observe(test.o)
			if m.Status.ValueString() != test.status || m.CreatedAt.ValueString() != test.createdAt {
				t.Errorf("status %s, created at %s", m.Status, m.CreatedAt)
			}
			want := fullTask()
			for i, s := range m.replacingAttributes() {
				if !s.value.Equal(want.replacingAttributes()[i].value) {
					t.Errorf("%s became %s", s.name, s.value)
				}
			}
		})
	}
}

func TestRejectedNumbersAreKeptInOrder(t *testing.T) {
	t.Parallel()
	var m outboundTaskModel
	if m.rejected() != nil {
		t.Error("a model without a list has rejected numbers")
	}
	for _, want := range [][]string{{}, {"00013800002", "00013800001", `{"phone":null}`}} {
		m.setRejected(want)
		if diff := cmp.Diff(want, m.rejected(), cmpopts.EquateEmpty()); diff != "" || m.InvalidCount.ValueInt64() != int64(len(want)) || m.InvalidData.IsNull() {
			t.Errorf("rejected (-want +got), count %s:\n%s", m.InvalidCount, diff)
		}
	}
}

func TestStateHoldsNoUnknownValues(t *testing.T) {
	t.Parallel()
	m := leastTask()
	for _, s := range []*types.String{&m.ID, &m.Status, &m.CreatedAt, &m.NumbersSHA, &m.CustomTaskID} {
		*s = types.StringUnknown()
	}
	for _, n := range []*types.Int64{&m.InvalidCount, &m.NumberCount, &m.ExcludedCount} {
		*n = types.Int64Unknown()
	}
	m.InvalidData = types.ListUnknown(types.StringType)
	m.resolveUnknowns()
	for name, v := range map[string]attr.Value{
		"id": m.ID, "status": m.Status, "created_at": m.CreatedAt, "numbers_sha256": m.NumbersSHA, "custom_task_id": m.CustomTaskID,
		"invalid_count": m.InvalidCount, "number_count": m.NumberCount, "excluded_count": m.ExcludedCount, "invalid_data": m.InvalidData,
	} {
		if !v.IsNull() {
			t.Errorf("%s is %s", name, v)
		}
	}
	known := fullTask()
	known.ID, known.NumberCount = types.StringValue("1"), types.Int64Value(2)
	known.resolveUnknowns()
	if known.ID.ValueString() != "1" || known.NumberCount.ValueInt64() != 2 || known.CustomTaskID.ValueString() != "tf-renewals" {
		t.Error("known values were lost")
	}
}

// Each needs a new task when it changes, and is part of the id that is derived for a task that was given none.
func TestEveryReplacingAttributeMakesAnotherTask(t *testing.T) {
	t.Parallel()
	full := fullTask()
	full.NumbersSHA, full.Name = types.StringValue("abc"), types.StringNull()
	derived := func(m outboundTaskModel) string {
		noDiagnostics(t, m.deriveTaskID(t.Context()))
		return m.CustomTaskID.ValueString()
	}
	id := derived(full)
	changes := map[string]func(*outboundTaskModel){
		"assign_type":    func(m *outboundTaskModel) { m.AssignType = types.StringValue("queue") },
		"assign_agent":   func(m *outboundTaskModel) { m.AssignAgent = types.StringValue("others") },
		"task_scale":     func(m *outboundTaskModel) { m.TaskScale = types.StringValue("1:3") },
		"name":           func(m *outboundTaskModel) { m.Name = types.StringValue("renewals") },
		"concurrent":     func(m *outboundTaskModel) { m.Concurrent = types.Int64Value(6) },
		"scale_mode":     func(m *outboundTaskModel) { m.ScaleMode = types.StringValue("auto") },
		"caller_numbers": func(m *outboundTaskModel) { m.CallerNumbers = stringList("02120280002", "02120280001") },
		"scheduled_time": func(m *outboundTaskModel) { m.ScheduledTime = types.StringNull() },
		"paused_time":    func(m *outboundTaskModel) { m.PausedTime = types.StringValue("2026-12-01 19:00:00") },
		"multi_call": func(m *outboundTaskModel) {
			m.MultiCall = multiCall(types.StringNull(), types.Int64Value(3), types.Int64Value(600))
		},
		"custom_task_id": func(m *outboundTaskModel) { m.CustomTaskID = types.StringValue("tf-other") },
	}
	for _, a := range full.replacingAttributes() {
		if changes[a.name] == nil {
			t.Errorf("a change of %s is not tested", a.name)
		}
	}
	for name, change := range changes {
		changed := full
		change(&changed)
		if paths := changed.replaced(t.Context(), full, false); len(paths) != 1 || paths[0].String() != name {
			t.Errorf("a change of %s replaces because of %v", name, paths)
		}
		if name != "custom_task_id" && derived(changed) == id {
			t.Errorf("a change of %s leaves the derived id as it is", name)
		}
	}
	for name, change := range map[string]func(*outboundTaskModel){
		"desired_status": func(m *outboundTaskModel) { m.DesiredStatus = types.StringValue("running") },
		"numbers_file":   func(m *outboundTaskModel) { m.NumbersFile = types.StringValue("list.csv") },
	} {
		changed := full
		change(&changed)
		if paths := changed.replaced(t.Context(), full, false); len(paths) != 0 || derived(changed) != id {
			t.Errorf("a change of %s replaces the task: %v", name, paths)
		}
	}
	other := full
	other.NumbersSHA = types.StringValue("abd")
	if derived(other) == id {
		t.Error("another list has the same id")
	}
}

// A value that is not known yet is neither different nor unset, and no id is derived from it.
func TestValuesThatAreNotKnownYetReplaceNothing(t *testing.T) {
	t.Parallel()
	full := fullTask()
	full.NumbersSHA, full.Name = types.StringValue("abc"), types.StringNull()
	for name, change := range map[string]func(*outboundTaskModel){
		"a text":           func(m *outboundTaskModel) { m.AssignAgent = types.StringUnknown() },
		"an optional text": func(m *outboundTaskModel) { m.Name = types.StringUnknown() },
		"a number":         func(m *outboundTaskModel) { m.Concurrent = types.Int64Unknown() },
		"a list":           func(m *outboundTaskModel) { m.CallerNumbers = types.ListUnknown(types.StringType) },
		"an element": func(m *outboundTaskModel) {
			m.CallerNumbers = types.ListValueMust(types.StringType, []attr.Value{types.StringUnknown()})
		},
		"an object": func(m *outboundTaskModel) { m.MultiCall = types.ObjectUnknown(multiCallType) },
		"a nested attribute": func(m *outboundTaskModel) {
			m.MultiCall = multiCall(types.StringUnknown(), types.Int64Null(), types.Int64Null())
		},
		"the digest": func(m *outboundTaskModel) { m.NumbersSHA = types.StringUnknown() },
	} {
		unknown := full
		change(&unknown)
		unknown.CustomTaskID = types.StringUnknown()
		if paths := unknown.replaced(t.Context(), full, false); len(paths) != 0 {
			t.Errorf("%s that is not known replaces the task: %v", name, paths)
		}
		noDiagnostics(t, unknown.deriveTaskID(t.Context()))
		if !unknown.CustomTaskID.IsUnknown() {
			t.Errorf("with %s that is not known the id is %s", name, unknown.CustomTaskID)
		}
	}
}

// TestImportTakesOverWhatOneSideDoesNotSay: no server echoes everything, and no configuration needs to.
func TestImportTakesOverWhatOneSideDoesNotSay(t *testing.T) {
	t.Parallel()
	full, least := fullTask(), leastTask()
	least.CustomTaskID = types.StringNull()
	if paths := full.replaced(t.Context(), least, true); len(paths) != 0 {
		t.Errorf("what the server did not echo replaces the task: %v", paths)
	}
	if paths := least.replaced(t.Context(), full, true); len(paths) != 0 {
		t.Errorf("what the configuration leaves out replaces the task: %v", paths)
	}
	other := fullTask()
	other.Name = types.StringValue("others")
	if paths := other.replaced(t.Context(), full, true); len(paths) != 1 || paths[0].String() != "name" {
		t.Errorf("another name replaces because of %v", paths)
	}
	if paths := full.replaced(t.Context(), least, false); len(paths) != 8 {
		t.Errorf("without an import, %d attributes replace the task: %v", len(paths), paths)
	}
}
