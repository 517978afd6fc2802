package yccalltest

import (
	"slices"
	"time"
)

var statusFilters = map[string]TaskStatus{"0": NotStarted, "1": Running, "2": Paused, "3": Ended}

// taskList is App.Sip_Yccall.TaskList. Tasks come newest first, so rows shift between pages when one is created:
// the page promises no order. createtime and endtime both bound the time of creation, and taskname is exact, which the
// page leaves open.
func (s *Server) taskList(req *request) reply {
	p, dialect := req.params, &s.config.Dialect
	f := taskFilter{
		from: p.moment("createtime"), to: p.moment("endtime"),
		status: p.choice("status", "", "0", "1", "2", "3"), taskType: p.choice("tasktype", "", "transfer", "groups", "queue"),
		name: p.optional("taskname"), agent: p.optional("taskobject"), customID: dialect.customIDFilter(p), ids: p.names("taskid"),
	}
	page := req.paging(dialect)
	if p.refusal != nil {
		return *p.refusal
	}
	if dialect.has(IgnoreTaskIDFilter) {
		f.ids = nil
	}
	if dialect.has(IgnoreStatusFilter) {
		f.status = ""
	}
	if refusal := s.unknownTask(f.ids); refusal != nil {
		return *refusal
	}
	req.noteTask(f.ids)

	f.from = s.since(f.from)
	rows, total := list{}, 0
	skip, limit := page.window()
	for _, t := range slices.Backward(s.tasks.all) {
		if !s.shown(t) || t.unlisted || !f.created(t) || !f.named(t) || f.status != "" && s.seenState(t).status != statusFilters[f.status] {
			continue
		}
		if total >= skip && total < skip+limit {
			rows = append(rows, s.taskRow(t))
		}
		total++
	}
	return page.reply(req, dialect, total, "task", rows, "tasks")
}

// taskFilter is what narrows TaskList. Empty fields do not.
type taskFilter struct {
	from, to                                time.Time
	status, taskType, name, agent, customID string
	ids                                     []string
}

// created reports whether a task was made in the wanted time.
func (f *taskFilter) created(t *task) bool {
	return (f.from.IsZero() || !t.createdAt.Before(f.from)) && (f.to.IsZero() || !t.createdAt.After(f.to))
}

// named reports whether a task has the wanted ids, names and type.
func (f *taskFilter) named(t *task) bool {
	return (len(f.ids) == 0 || slices.Contains(f.ids, t.id)) &&
		(f.name == "" || t.name == f.name) &&
		(f.agent == "" || t.agent == f.agent) &&
		(f.customID == "" || t.customID == f.customID) &&
		(f.taskType == "" || t.taskType() == f.taskType)
}

// since is from when on tasks are listed: some servers list only recent ones unless they are asked for older ones.
func (s *Server) since(asked time.Time) time.Time {
	if recent := s.config.Dialect.RecentTasks; asked.IsZero() && recent > 0 {
		return s.now().Add(-recent)
	}
	return asked
}

// shown reports whether the listings know a task.
func (s *Server) shown(t *task) bool {
	return !t.purged && !t.createdAt.After(s.now().Add(-s.config.Dialect.Lag.Tasks))
}

// seenState is what TaskList shows of a task's run state.
func (s *Server) seenState(t *task) runState {
	return t.pastStates.seen(s.now(), s.config.Dialect.Lag.RunStates, t.runState)
}

// unknownTask refuses ids that no task has, in the dialect that does so.
func (s *Server) unknownTask(ids []string) *reply {
	if !s.config.Dialect.has(UnknownTaskIsError) {
		return nil
	}
	for _, id := range ids {
		if t := s.lookup(id); t == nil || !s.shown(t) {
			r := refused("任务不存在：" + id)
			return &r
		}
	}
	return nil
}

// taskRow writes one row. The names of the three counts could not be read in the page; total, called and uncalled are
// guesses, and so is the echo of tasktype, scheduledtime and customtaskid.
func (s *Server) taskRow(t *task) object {
	dialect, state, rows := &s.config.Dialect, s.seenState(t), s.seenRows(t)
	if dialect.has(UnknownStatus) && state.status == Running {
		state.status = 1029
	}
	row := object{
		{"taskid", identifier(t.id)},
		{"taskname", identifier(dialect.name(t.name))},
		{"taskassign", t.agent},
		{"tasktype", t.taskType()},
		{"starttime", s.timeOrNull(state.startedAt)},
		{"taskscale", t.scale},
		{"nowscale", ""},
		{"disnumber", t.callerNumbers},
		{"status", int(state.status)},
		{"createtime", s.wallTime(t.createdAt)},
	}
	if !dialect.has(NoCounts) {
		row = append(row,
			member{"total", t.shownTotal(dialect, rows)},
			member{"called", t.shownCalled(dialect, rows)},
			member{"uncalled", rows.total - rows.called})
	}
	if dialect.has(OldRows) {
		return row
	}
	row = append(row,
		member{"endtime", s.timeOrNull(state.endedAt)},
		member{"runtime", s.runSeconds(state)},
		member{"concurrent", t.concurrent},
		member{"answer", rows.answered},
		member{"noanswer", rows.called - rows.answered},
		member{"pausedtime", s.wallTime(t.pausedAt)},
		member{"isscale", t.scaleMode})
	if !dialect.has(NoCurrentCalls) {
		row = append(row, member{"currentconcurrent", t.inCall})
	}
	if !dialect.has(NoScheduleEcho) {
		row = append(row, member{"scheduledtime", s.wallTime(t.scheduledAt)})
	}
	switch {
	case dialect.has(NoCustomIDEcho):
		return row
	case dialect.has(NullCustomIDEcho):
		return append(row, member{"customtaskid", nil})
	default:
		return append(row, member{"customtaskid", identifier(t.customID)})
	}
}

// shownTotal counts numbers as the platform does.
func (t *task) shownTotal(dialect *Dialect, rows *rowList) int {
	switch {
	case dialect.has(TotalWithRejected):
		return rows.total + t.rejected
	case dialect.has(TotalWaiting):
		return rows.total - rows.called
	}
	return rows.total
}

// shownCalled counts the called numbers as the platform does.
func (t *task) shownCalled(dialect *Dialect, rows *rowList) int {
	if dialect.has(CalledIsNow) {
		return t.inCall
	}
	return rows.called
}

// wallTime is the platform's text of a moment, empty for the zero time.
func (s *Server) wallTime(t time.Time) string {
	switch {
	case !t.IsZero():
		return t.In(s.config.Zone).Format(wallClock)
	case s.config.Dialect.has(ZeroTimes):
		return "0000-00-00 00:00:00"
	default:
		return ""
	}
}

func (s *Server) timeOrNull(t time.Time) any {
	if text := s.wallTime(t); !t.IsZero() || text != "" {
		return text
	}
	return nil
}

// runSeconds is how long ago the task started, up to its end.
func (s *Server) runSeconds(state runState) int64 {
	if state.startedAt.IsZero() {
		return 0
	}
	end := state.endedAt
	if end.IsZero() {
		end = s.now()
	}
	return int64(end.Sub(state.startedAt) / time.Second)
}
