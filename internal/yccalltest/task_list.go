package yccalltest

import (
	"slices"
	"strconv"
	"time"
)

var statusFilters = map[string]TaskStatus{"0": NotStarted, "1": Running, "2": Paused, "3": Ended}

// taskList is App.Sip_Yccall.TaskList. Tasks come newest first, so rows shift between pages when one is created:
// the page promises no order. createtime and endtime both bound the time of creation, and taskname is exact, which the
// page leaves open.
func (s *Server) taskList(c *request) reply {
	p, dialect := c.params, &s.config.Dialect
	from, to := p.moment("createtime"), p.moment("endtime")
	status := p.choice("status", "", "0", "1", "2", "3")
	taskType := p.choice("tasktype", "", "transfer", "groups", "queue")
	name, agent, customID := p.optional("taskname"), p.optional("taskobject"), p.optional("customtaskid")
	ids := p.names("taskid")
	page := c.paging(dialect)
	if p.refusal != nil {
		return *p.refusal
	}
	if dialect.has(IgnoreTaskIDFilter) {
		ids = nil
	}
	if dialect.has(IgnoreCustomIDFilter) {
		customID = ""
	}
	if dialect.has(IgnoreStatusFilter) {
		status = ""
	}
	if refusal := s.unknownTask(ids); refusal != nil {
		return *refusal
	}
	c.noteTask(ids)

	rows, total := list{}, 0
	skip, limit := page.window()
	for _, t := range slices.Backward(s.tasks) {
		wanted := !t.purged &&
			(len(ids) == 0 || slices.Contains(ids, t.id)) &&
			(from.IsZero() || !t.createdAt.Before(from)) &&
			(to.IsZero() || !t.createdAt.After(to)) &&
			(name == "" || t.name == name) &&
			(agent == "" || t.agent == agent) &&
			(customID == "" || t.customID == customID) &&
			(status == "" || t.status == statusFilters[status]) &&
			(taskType == "" || t.taskType() == taskType)
		if !wanted {
			continue
		}
		if total >= skip && total < skip+limit {
			rows = append(rows, s.taskRow(t))
		}
		total++
	}
	effect := "listed " + strconv.Itoa(len(rows)) + " of " + strconv.Itoa(total) + " tasks"
	return done("获取成功", effect, page.result(total, "task", rows))
}

// unknownTask refuses ids that no task has, in the dialect that does so.
func (s *Server) unknownTask(ids []string) *reply {
	if !s.config.Dialect.has(UnknownTaskIsError) {
		return nil
	}
	for _, id := range ids {
		if s.lookup(id) == nil {
			r := refused("任务不存在：" + id)
			return &r
		}
	}
	return nil
}

// taskRow writes one row. The names of the three counts could not be read in the page; total, called and uncalled are
// guesses, and so is the echo of tasktype, scheduledtime and customtaskid.
func (s *Server) taskRow(t *task) object {
	dialect := &s.config.Dialect
	row := object{
		{"taskid", identifier(t.id)},
		{"taskname", identifier(t.name)},
		{"taskassign", t.agent},
		{"tasktype", t.taskType()},
		{"starttime", s.timeOrNull(t.startedAt)},
		{"taskscale", t.scale},
		{"nowscale", ""},
		{"disnumber", t.callerNumbers},
		{"status", int(t.status)},
		{"createtime", s.wallTime(t.createdAt)},
	}
	if !dialect.has(NoCounts) {
		row = append(row,
			member{"total", t.rows.total},
			member{"called", t.rows.called},
			member{"uncalled", t.rows.total - t.rows.called})
	}
	if dialect.has(OldRows) {
		return row
	}
	row = append(row,
		member{"endtime", s.timeOrNull(t.endedAt)},
		member{"runtime", s.runSeconds(t)},
		member{"concurrent", t.concurrent},
		member{"currentconcurrent", 0},
		member{"answer", t.rows.answered},
		member{"noanswer", t.rows.called - t.rows.answered},
		member{"pausedtime", s.wallTime(t.pausedAt)},
		member{"isscale", t.scaleMode},
		member{"scheduledtime", s.wallTime(t.scheduledAt)})
	switch {
	case dialect.has(NoCustomIDEcho):
		return row
	case dialect.has(NullCustomIDEcho):
		return append(row, member{"customtaskid", nil})
	default:
		return append(row, member{"customtaskid", identifier(t.customID)})
	}
}

// wallTime is the platform's text of a moment, empty for the zero time.
func (s *Server) wallTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(s.config.Zone).Format(wallClock)
}

func (s *Server) timeOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return s.wallTime(t)
}

// runSeconds is how long ago the task started, up to its end.
func (s *Server) runSeconds(t *task) int64 {
	if t.startedAt.IsZero() {
		return 0
	}
	end := t.endedAt
	if end.IsZero() {
		end = s.now()
	}
	return int64(end.Sub(t.startedAt) / time.Second)
}
