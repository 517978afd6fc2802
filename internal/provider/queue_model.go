package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/team"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// queueStrategies are the words for how a queue spreads calls over its agents.
var queueStrategies = map[string]int{
	"longest_idle":    1,
	"least_talk_time": 2,
	"ring_all":        3,
	"round_robin":     4,
	"sequential":      5,
	"random":          6,
	"fewest_calls":    7,
	"priority":        8,
}

// strategyWord is the word for a strategy of a row; null where the server does not tell, or tells another number.
func strategyWord(code *int64) types.String {
	for word, n := range queueStrategies {
		if code != nil && int64(n) == *code {
			return types.StringValue(word)
		}
	}
	return types.StringNull()
}

// queueResourceModel is yccall_queue in configuration and state.
type queueResourceModel struct {
	Name       types.String   `tfsdk:"name"`
	StoredName types.String   `tfsdk:"stored_name"`
	Remark     types.String   `tfsdk:"remark"`
	Autocall   types.Bool     `tfsdk:"autocall"`
	Strategy   types.String   `tfsdk:"strategy"`
	Timeouts   timeouts.Value `tfsdk:"timeouts"`
	queueTimesModel
}

// queueTimesModel are the settings that AddQueue does not take, and EditQueue does.
type queueTimesModel struct {
	AnnounceFrequency    types.Int64 `tfsdk:"announce_frequency"`
	RingDelay            types.Int64 `tfsdk:"ring_delay"`
	MaxWaitTime          types.Int64 `tfsdk:"max_wait_time"`
	WithNoAgentTime      types.Int64 `tfsdk:"with_no_agent_time"`
	NoAgentRejoiningTime types.Int64 `tfsdk:"no_agent_rejoining_time"`
	DiscardTime          types.Int64 `tfsdk:"discard_time"`
}

// fields are the settings in a fixed order.
func (m *queueTimesModel) fields() []*types.Int64 {
	return []*types.Int64{&m.AnnounceFrequency, &m.RingDelay, &m.MaxWaitTime, &m.WithNoAgentTime, &m.NoAgentRejoiningTime, &m.DiscardTime}
}

// queueTimesOf are the settings of a row.
func queueTimesOf(times yccall.QueueTimes) queueTimesModel {
	return queueTimesModel{
		types.Int64PointerValue(times.AnnounceFreq), types.Int64PointerValue(times.RingDelay), types.Int64PointerValue(times.MaxWaitTime),
		types.Int64PointerValue(times.WithNoAgentTime), types.Int64PointerValue(times.NoAgentRejoiningTime), types.Int64PointerValue(times.DiscardTime),
	}
}

// times are the settings as the client takes them.
func (m queueTimesModel) times() yccall.QueueTimes {
	return yccall.QueueTimes{
		AnnounceFreq: m.AnnounceFrequency.ValueInt64Pointer(), RingDelay: m.RingDelay.ValueInt64Pointer(), MaxWaitTime: m.MaxWaitTime.ValueInt64Pointer(),
		WithNoAgentTime: m.WithNoAgentTime.ValueInt64Pointer(), NoAgentRejoiningTime: m.NoAgentRejoiningTime.ValueInt64Pointer(),
		DiscardTime: m.DiscardTime.ValueInt64Pointer(),
	}
}

// newQueue is the queue as AddQueue takes it.
func (m queueResourceModel) newQueue() yccall.NewQueue {
	return yccall.NewQueue{
		Name: m.Name.ValueString(), Remark: m.Remark.ValueString(), Autocall: m.Autocall.ValueBool(), Strategy: m.strategyCode(),
	}
}

// edit is the queue as EditQueue takes it.
func (m queueResourceModel) edit() yccall.QueueEdit {
	return yccall.QueueEdit{Name: m.StoredName.ValueString(), Remark: m.Remark.ValueString(), Strategy: m.strategyCode(), QueueTimes: m.times()}
}

func (m queueResourceModel) strategyCode() *int {
	code, set := queueStrategies[m.Strategy.ValueString()]
	if !set {
		return nil
	}
	return &code
}

// edits reports whether the platform has to be asked for a change: something that is set is another one than before. What
// is not set any more is left to the platform.
func (m queueResourceModel) edits(state queueResourceModel) bool {
	if !m.Remark.Equal(state.Remark) || isSet(m.Strategy) && !m.Strategy.Equal(state.Strategy) {
		return true
	}
	before := state.fields()
	for i, now := range m.fields() {
		if !now.IsNull() && !now.Equal(*before[i]) {
			return true
		}
	}
	return false
}

// see takes over what a row says of what is configured. What is not configured is left to the platform.
func (m *queueResourceModel) see(queue yccall.Queue) {
	if queue.Remark != "" {
		m.Remark = types.StringValue(queue.Remark)
	}
	if word := strategyWord(queue.Strategy); !m.Strategy.IsNull() && !word.IsNull() {
		m.Strategy = word
	}
	seen := queueTimesOf(queue.QueueTimes)
	for i, value := range seen.fields() {
		if mine := m.fields()[i]; !mine.IsNull() && !value.IsNull() {
			*mine = *value
		}
	}
}

// fill takes over all that a row says, for an import.
func (m *queueResourceModel) fill(queue yccall.Queue) {
	m.Name, m.StoredName = types.StringValue(team.WithoutPrefix(queue.Name)), types.StringValue(queue.Name)
	m.Remark, m.Strategy = orNull(queue.Remark), strategyWord(queue.Strategy)
	m.Autocall = types.BoolNull() // no row tells, but for the prefix
	if strings.HasPrefix(queue.Name, team.QueuePrefix) {
		m.Autocall = types.BoolValue(true)
	}
	m.queueTimesModel = queueTimesOf(queue.QueueTimes)
}

// changed are the attributes that need a new queue. A name is the same if the platform would store the same, and what was
// not known after an import is taken over.
func (m queueResourceModel) changed(state queueResourceModel) path.Paths {
	changed := changedTexts(changedText{"name", m.Name, state.Name})
	if stored := state.StoredName.ValueString(); m.Name.ValueString() == stored || team.QueuePrefix+m.Name.ValueString() == stored {
		changed = nil
	}
	if !m.Autocall.IsUnknown() && !state.Autocall.IsNull() && !m.Autocall.Equal(state.Autocall) {
		changed = append(changed, path.Root("autocall"))
	}
	return changed
}

// key is what a queue is remembered by in this process.
func (m queueResourceModel) key() string {
	return queueType.resource + " " + m.StoredName.ValueString()
}
