package probe

import "slices"

// assumptions are all of them in the order of the report.
var assumptions = slices.Concat(replyAssumptions, listAssumptions, rowAssumptions, lookupAssumptions, requestAssumptions, taskAssumptions)

func assumptionNamed(name string) *assumption {
	for i := range assumptions {
		if assumptions[i].name == name {
			return &assumptions[i]
		}
	}
	return nil
}

// replyAssumptions are about how replies are written.
var replyAssumptions = []assumption{
	{name: "reply-start", text: "a reply begins with its JSON", values: []value{
		{"clean", asAssumed, "it does", "", ""},
		{"marked", copedWith, "a byte order mark or blanks come first", "They are skipped.", "bom"},
	}},
	{name: "integers", text: "integers are JSON numbers", values: []value{
		{"numbers", asAssumed, "they are", "", ""},
		{"texts", copedWith, "some are JSON strings", "Both are read.", "string-ints"},
	}},
	{name: "digit-texts", text: "numbers and extensions are JSON strings", values: []value{
		{"texts", asAssumed, "they are", "", ""},
		{"numbers", copedWith, "they are JSON numbers where they can be", "Their digits are kept as they come.", "int-strings"},
	}},
	{name: "lists", text: "lists are JSON arrays", values: []value{
		{"arrays", asAssumed, "they are", "", ""},
		{"indexed", copedWith, "they are objects with index keys", "Both are read.", "index-keyed-lists"},
	}},
	{name: "no-data", text: "data of a refusal is an empty object", values: []value{
		{"object", asAssumed, "it is", "", ""},
		{"list", copedWith, "it is an empty array", "Both are read.", "empty-object-as-array"},
		{"null", copedWith, "there is none", "That is read as well.", ""},
	}},
	{name: "empty-list", text: "a list without rows is an empty array", values: []value{
		{"array", asAssumed, "it is", "", ""},
		{"object", copedWith, "it is an empty object", "Both are read.", "empty-array-as-object"},
		{"none", copedWith, "it is left out, or null", "That is read as no rows.", ""},
		{"refused", copedWith, "it is refused, with status 1",
			"A list that is refused like one that cannot have rows counts as empty.", "empty-list-is-error"},
	}},
	{name: "bad-parameter", text: "a missing parameter is refused with ret 400", values: []value{
		{"ret-400", asAssumed, "it is", "", ""},
		{"refused", matters, "it is refused otherwise", "A page size that is too large may not be recognised.", ""},
		{"taken", matters, "it is not refused", "Mistakes in a configuration may not be noticed by the platform.", ""},
	}},
}

// requestAssumptions are about what comes between a request and its reply.
var requestAssumptions = []assumption{
	{name: "kept-connections", text: "a connection can be used for the next request", values: []value{
		{"kept", asAssumed, "it can", "", ""},
		{"dropped", copedWith, "many requests on a kept connection have no answer",
			"What changes something gets a connection of its own; what reads is repeated.", "drops-kept-connections"},
	}},
	{name: "body-size", text: "a request of 1,000,000 bytes is taken", show: bytesText, values: []value{
		{"taken", asAssumed, "%s are taken", "", ""},
		{"front-end", asAssumed, "%s are taken, and some more is HTTP 413", "", "max-body=%s"},
		{"dropped", asAssumed, "%s are taken, and some more loses all fields (ret 404)", "", "post-max-size=%s"},
		{"page", asAssumed, "%s are taken, and some more is answered by a page", "", "post-max-size=%s,oversize-page"},
		{"broken", asAssumed, "%s are taken, and with some more the connection breaks", "", ""},
		{"small-front-end", copedWith, "%s are taken, and more is HTTP 413", halved, "max-body=%s"},
		{"small-dropped", copedWith, "%s are taken, and more loses all fields (ret 404)", halved, "post-max-size=%s"},
		{"small-page", copedWith, "%s are taken, and more is answered by a page", halved, "post-max-size=%s,oversize-page"},
		{"small-broken", matters, "%s are taken, and with more the connection breaks", "Whether such a batch arrived has to be looked for each time, which takes minutes.", ""},
		{"none", matters, "the smallest that was tried is too large", "Lists cannot be sent.", ""},
	}},
	{name: "tokens", text: "a second login leaves the first token valid", values: []value{
		{"both", asAssumed, "it does", "", ""},
		{"one", matters, "it ends the first token",
			"Runs at the same time log in again and again, and a ready token (YCCALL_TOKEN) dies: use app id and access key.", "single-session"},
		{"ready-token", notTried, "since a ready token was given", "", ""},
	}},
}

const halved = "A batch that was too large is halved."

// lookupAssumptions are about what tasks are made of.
var lookupAssumptions = []assumption{
	lookup("groups", "extension groups", "yccall_extension_groups"),
	lookup("extensions", "extensions", "yccall_extensions"),
	lookup("caller-numbers", "caller numbers", "yccall_caller_numbers"),
	lookup("queues", "queues", "yccall_queues"),
}

func lookup(name, what, source string) assumption {
	return assumption{name: name, text: what + " can be looked up", values: []value{
		{"listed", asAssumed, "they can", "", ""},
		{"empty", asAssumed, "they can, there are none", "", ""},
		{"unnamed", matters, "rows come without a name", "The data source " + source + " fails.", ""},
		{"refused", matters, "the platform refuses", "The data source " + source + " fails.", ""},
	}}
}
