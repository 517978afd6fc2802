package probe

// listAssumptions are about how tasks and numbers are listed.
var listAssumptions = []assumption{
	{name: "unknown-task", text: "listing a task that does not exist gives no rows", values: []value{
		{"empty", asAssumed, "it does", "", ""},
		{"refused", matters, "it is refused", "A task that was purged gives errors instead of not_found.", "unknown-task-is-error"},
	}},
	{name: "filter-taskid", text: "TaskList and TaskInfo keep to taskid", values: []value{
		{"kept", asAssumed, "they do", "", ""},
		{"ignored", copedWith, "they ignore it", "All rows are read and compared, which takes time with many tasks.", "ignore-taskid-filter"},
	}},
	{name: "filter-customtaskid", text: "TaskList keeps to customtaskid", values: []value{
		{"kept", asAssumed, "it does", "", ""},
		{"ignored", copedWith, "it ignores it", "All rows are read and their custom ids compared, where rows show these.", "ignore-customtaskid-filter"},
	}},
	{name: "filter-status", text: "TaskList and TaskInfo keep to status", values: []value{
		{"kept", asAssumed, "they do", "", ""},
		{"ignored", copedWith, "they ignore it", "Rows are compared; counts are taken by listing.", "ignore-status-filter"},
	}},
	{name: "filter-name", text: "TaskList keeps to the whole taskname", values: []value{
		{"kept", asAssumed, "it does", "", ""},
		{"part", copedWith, "it finds parts of names as well", "Names are compared again.", ""},
		{"ignored", copedWith, "it ignores it", "Names are compared again.", ""},
	}},
	{name: "filter-createtime", text: "TaskList keeps to createtime", values: []value{
		{"kept", asAssumed, "it does", "", ""},
		{"ignored", copedWith, "it ignores it", "More rows are read than asked for.", ""},
	}},
	{name: "old-tasks", text: "tasks of any age are listed", show: ageText, values: []value{
		{"listed", asAssumed, "they are", "", ""},
		{"recent", copedWith, "without createtime only those of the last %s are",
			"Tasks that are not listed are looked for again with an old createtime.", "recent-tasks=%sh"},
	}},
	{name: "paging", text: "currentpage and itemsperpage are kept to", values: []value{
		{"kept", asAssumed, "they are", "", ""},
		{"ignored", copedWith, "every page is the whole list", "It is read once; very long lists can be too much for the server.", "ignore-paging"},
	}},
	pageSize("page-size-tasks", "TaskList gives 200 rows a page"),
	pageSize("page-size-numbers", "TaskInfo gives 10,000 rows a page"),
	{name: "numbers-listed", text: "TaskInfo lists the called numbers as well", values: []value{
		{"all", asAssumed, "it does", "", ""},
		{"uncalled", matters, "it lists only those not called, unless it is asked for the called",
			"A listing with fewer rows than the task's count decides nothing: changes of such a list can end in an error.", "info-uncalled-only"},
	}},
}

func pageSize(name, text string) assumption {
	return assumption{name: name, text: text, values: []value{
		{"taken", asAssumed, "it does", "", ""},
		{"lowered", copedWith, "it lowers that to %s", "Pages of that size are read: more requests.", "max-page-size=%s"},
		{"refused", copedWith, "it refuses pages above %s rows, if not smaller ones", "Smaller pages are asked for: more requests.", "refuse-large-pages,max-page-size=%s"},
		{"fails", copedWith, "it fails with pages above %s rows, if not with smaller ones", "Smaller pages are asked for: more requests.", "fails-above=%s"},
		{"whole", copedWith, "every page is the whole list", "It is read once.", ""},
		{"none", matters, "no page size works", "Nothing can be listed.", ""},
	}}
}

// rowAssumptions are about what the rows of tasks and numbers show.
var rowAssumptions = []assumption{
	{name: "counts", text: "rows of tasks show total, called and uncalled", values: []value{
		{"shown", asAssumed, "they do", "", ""},
		{"some", copedWith, "they show some of them", "TaskInfo counts instead.", ""},
		{"absent", copedWith, "they show none", "TaskInfo counts instead.", "no-counts"},
	}},
	{name: "total", text: "total counts the numbers that the task holds", values: []value{
		{"held", asAssumed, "it does", "", ""},
		{"rejected", copedWith, "it counts rejected ones as well", "Where a listing proves the task right, TaskInfo counts from then on.", "total-with-rejected"},
		{"waiting", copedWith, "it counts only those not called", "Where a listing proves the task right, TaskInfo counts from then on.", "total-waiting"},
		{"other", copedWith, "it counts something else", "Where a listing proves the task right, TaskInfo counts from then on.", ""},
	}},
	{name: "newer-fields", text: "rows of tasks show what was added in 2025", values: []value{
		{"shown", asAssumed, "they do", "", ""},
		{"some", copedWith, "they show some of it", "What is not shown is left as it was written.", ""},
		{"absent", copedWith, "they do not", "What is not shown is left as it was written, and drift is not seen.", "old-rows"},
	}},
	{name: "customtaskid-shown", text: "rows of tasks show customtaskid", values: []value{
		{"shown", asAssumed, "they do", "", ""},
		{"empty", unclear, "they have the field; no row fills it", "", ""},
		{"null", matters, "they have the field and never fill it", withoutCustomID, "null-customtaskid-echo"},
		{"absent", matters, "they do not", withoutCustomID, "no-customtaskid-echo"},
	}},
	{name: "current-calls", text: "rows of tasks show the calls under way", values: []value{
		{"shown", asAssumed, "they do", "", ""},
		{"absent", copedWith, "they do not", "Whoever pauses or ends a task waits 90 seconds for its calls.", "no-current-calls"},
	}},
	{name: "schedule", text: "rows of tasks show scheduledtime as it was sent", values: []value{
		{"shown", asAssumed, "they do", "", ""},
		{"field", unclear, "they have the field; whether it is kept takes -task", "", ""},
		{"absent", matters, "they do not", "Whether a schedule was kept cannot be checked before the start.", "no-schedule-echo"},
		{"lost", matters, "a task that is created without a start loses it",
			"A task with scheduled_time is not started: it would call at once.", "schedule-needs-start"},
		{"changed", matters, "they show another time", "A task with scheduled_time is not started.", ""},
	}},
	{name: "statuses", text: "the status is one of four known codes", values: []value{
		{"known", asAssumed, "it is", "", ""},
		{"others", copedWith, "there are tasks with another code", "Such a task counts as one that may be calling.", "unknown-status"},
	}},
	{name: "task-ids", text: "a task id begins with the time of its creation", values: []value{
		{"time", asAssumed, "it does", "", ""},
		{"other", copedWith, "it does not",
			"Nothing is ordered by ids. The platform's time zone is not learned: scheduled_time and paused_time are decided on the careful side.", "random-task-ids"},
	}},
	{name: "number-extras", text: "rows of numbers leave out time and ext", values: []value{
		{"absent", asAssumed, "they do", "", ""},
		{"shown", copedWith, "they show them", "A change of them is still told from a sketch in state.", "echo-number-extras"},
	}},
}

const withoutCustomID = "A creation whose reply was lost is recovered only where TaskList keeps to customtaskid."
