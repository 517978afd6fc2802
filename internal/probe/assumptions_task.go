package probe

// taskAssumptions are those that only a task of one's own can show.
var taskAssumptions = []assumption{
	{name: "creation", text: "a task can be created without a start", values: []value{
		{"done", asAssumed, "it can", "", ""},
		{"refused", matters, "TaskCreat was refused (%s)", "Look at -agent and -agent-type.", ""},
		{"lost", matters, "TaskCreat had no clear answer", "Run the probe again: it ends what may be left.", ""},
	}},
	{name: "new-task", text: "a new task is listed at once", values: []value{
		{"at-once", asAssumed, "it is", "", ""},
		{"late", copedWith, "it is listed some seconds later", "Creation waits for it.", ""},
		{"never", matters, "it was not listed within 90 seconds", "Creation fails, with nobody called.", ""},
	}},
	{name: "customtaskid-found", text: "a task is found by its customtaskid", values: []value{
		{"found", asAssumed, "it is", "", ""},
		{"ignored", copedWith, "the filter is ignored, and rows show the id", "All rows are read and compared.", ""},
		{"not-found", matters, "it is not", "A creation whose reply was lost is not recovered; the first creation warns of it.", ""},
	}},
	{name: "customtaskid-length", text: "a customtaskid of 32 characters is kept", values: []value{
		{"longer", asAssumed, "one of %s is", "", ""},
		{"cut-32", asAssumed, "it is; a longer one is cut", "", "cut-customtaskids"},
		{"refused-32", asAssumed, "it is; a longer one is refused", "", "refuse-long-customtaskids"},
		{"cut", matters, "it is cut to %s", "Set a custom_task_id that is no longer than that.", "cut-customtaskids,max-customtaskid=%s"},
		{"refused", matters, "one of 32 is refused", "Set a shorter custom_task_id.", ""},
	}},
	{name: "customtaskid-blanks", text: "blanks around a customtaskid are kept", values: []value{
		{"kept", asAssumed, "they are", "", ""},
		{"trimmed", copedWith, "they are taken away", "Derived ids have none, and yours should have none.", "trim-customtaskids"},
	}},
	{name: "customtaskid-case", text: "capital letters of a customtaskid are kept", values: []value{
		{"kept", asAssumed, "they are", "", ""},
		{"folded", copedWith, "they become small", "Derived ids have none; yours are compared without regard to case.", "fold-customtaskids"},
	}},
	{name: "invaliddata", text: "invaliddata has the rejected entries as they were sent", values: []value{
		{"entries", asAssumed, "it has", "", ""},
		{"texts", copedWith, "it has their numbers as strings", "They are found on the list.", "invalid-strings"},
		{"numbers", copedWith, "it has their numbers as JSON numbers", "They are found on the list.", "invalid-numbers"},
		{"indexed", copedWith, "it is an object with the index of each", "They are found on the list.", "invalid-indexed"},
		{"absent", copedWith, "it is not there", "What was rejected is found out by listing.", "omit-invalid-data"},
		{"empty", unclear, "it is empty: a number of one digit was not named", "", ""},
		{"other", matters, "it has a form of its own", "Rejected numbers may not be named.", ""},
	}},
	{name: "phone-format", text: "numbers are read back as they were sent", values: []value{
		{"sent", asAssumed, "they are", "", ""},
		{"bare", copedWith, "without plus sign and leading zeros", "The form is learned before the start.", "normalise-numbers"},
		{"prefixed", copedWith, "with %s in front", "The form is learned before the start. Set calling_code.", "phone-prefix=%s"},
		{"missing", matters, "the number is not there, though it was not rejected", "Such numbers are sent once more, and then count as rejected.", ""},
		{"other", matters, "in a form of its own", "Numbers may not be recognised: begin with a pilot campaign of your own numbers.", ""},
	}},
	{name: "repetition", text: "a number that is added twice is held twice", values: []value{
		{"twice", asAssumed, "it is", "", ""},
		{"once", copedWith, "it is held once", "That is on the safe side.", "silent-dedupe"},
	}},
	{name: "time-zone", text: "the platform's time zone can be learned", show: zoneText, values: []value{
		{"known", asAssumed, "UTC%s", "", ""},
		{"odd", matters, "no time zone is like its clock", "scheduled_time and paused_time are decided on the careful side.", ""},
	}},
	{name: "end", text: "TaskSet 3 ends a task that was never started", values: []value{
		{"ended", asAssumed, "it does", "", ""},
		{"unseen", matters, "the task did not show as ended", "Look at it in the console; a destroy fails there.", ""},
	}},
}
