package ways

// profile is what schedules are about. The zero value is a bit of everything.
type profile struct {
	ways   []string // what the user does, mostly
	quiet  float64  // how likely nothing goes wrong in a run; 0 is as usual
	ownIDs float64  // how likely a campaign has a custom_task_id of its own; 0 is as usual
	// people is how many more people are on a list than usual.
	people int
	// nameless is how likely a campaign has no name; 0 is as usual.
	nameless float64
	// firstVersion is how likely the state is one of the first version of the provider; 0 is as usual.
	firstVersion float64
	behind       bool // rows always show a run state late
}

// or returns the profile's value, or the usual one where it has none.
func (profile) or(usual, value float64) float64 {
	if value == 0 {
		return usual
	}
	return value
}

// profiles are written for guards that matter rarely.
var profiles = map[string]profile{
	"": {},
	// Objects are tainted, replaced and destroyed, and consent is given and tidied away.
	"anew": {ways: []string{"taint", "replace", "destroy", "consent", "tidy", "time", "list"}, firstVersion: 0.2},
	// Settings change, with and without consent, back and forth.
	"settings": {ways: []string{"settings", "consent", "tidy", "time", "unknown"}, ownIDs: 0.5},
	// Lines of consent are tidied away from campaigns without a name, which go on after that.
	"tidied": {ways: []string{"consent", "consent", "tidy", "settings", "time"}, nameless: 0.9, quiet: 0.9},
	// The same campaign comes and goes at several addresses.
	"addresses": {ways: []string{"rename", "shift", "forget", "workspace", "create first", "time"}},
	// Campaigns of one name follow each other, with people of an earlier one.
	"days": {ways: []string{"next day", "next day", "list", "list", "time"}},
	// Campaigns have no name, and are known by their lists.
	"nameless": {ways: []string{"shift", "forget", "rename", "create first", "create first", "stored", "stored", "taint changed", "settings", "time"}, nameless: 0.9, quiet: 0.8, people: 6},
	// Campaigns without a name get other lists, and are replaced although nothing in them needs it.
	"forced": {ways: []string{"list", "replace", "replace", "trigger", "time"}, nameless: 0.9, quiet: 0.8},
	// Tasks are not listed: the provider points to another endpoint, or to another account.
	"absent": {ways: []string{"elsewhere", "elsewhere", "elsewhere", "lost look", "time"}, quiet: 0.8, people: 4},
	// What is remembered of a task is lost, and the provider points to another endpoint.
	"lost memory": {ways: []string{"lost memory", "elsewhere"}, nameless: 1, quiet: 0.9, people: 6},
	// One campaign is declared twice, and one task held twice.
	"twice": {ways: []string{"twice", "import twice", "swap", "time"}, nameless: 0.3, quiet: 0.8},
	// Plans are saved, and applied late and more than once, also by runs that are killed.
	"saved": {ways: []string{"saved", "saved", "saved", "settings", "console", "destroy"}, quiet: 0.3},
	// Campaigns are started, and changed or replaced at once, while their rows are behind.
	"behind": {ways: []string{"status", "status", "settings", "replace"}, quiet: 0.9, behind: true},
	// An older state is restored, after campaigns were extended and made anew.
	"restore": {ways: []string{"restore", "restore", "list", "settings", "consent", "time"}, quiet: 0.8},
	// The state is one of the first version.
	"upgrade": {ways: []string{"list", "list", "settings", "time", "tidy"}, firstVersion: 1, quiet: 0.8},
	// Plans are made and applied late, at another endpoint, without a look or with one that fails.
	"late": {ways: []string{"saved", "elsewhere", "lost look", "unknown", "list", "console"}, quiet: 0.3},
}
