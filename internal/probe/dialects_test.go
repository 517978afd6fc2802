package probe

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// visible has what a probe with a task sees of each dialect.
var visible = map[string]struct{ name, key string }{
	"ignore-taskid-filter":                {"filter-taskid", "ignored"},
	"ignore-customtaskid-filter":          {"filter-customtaskid", "ignored"},
	"ignore-status-filter":                {"filter-status", "ignored"},
	"ignore-paging":                       {"paging", "ignored"},
	"no-customtaskid-echo":                {"customtaskid-shown", "absent"},
	"null-customtaskid-echo":              {"customtaskid-shown", "null"},
	"old-rows":                            {"newer-fields", "absent"},
	"no-counts":                           {"counts", "absent"},
	"echo-number-extras":                  {"number-extras", "shown"},
	"string-ints":                         {"integers", "texts"},
	"int-strings":                         {"digit-texts", "numbers"},
	"empty-object-as-array":               {"no-data", "list"},
	"empty-array-as-object":               {"empty-list", "object"},
	"index-keyed-lists":                   {"lists", "indexed"},
	"bom":                                 {"reply-start", "marked"},
	"unknown-task-is-error":               {"unknown-task", "refused"},
	"silent-dedupe":                       {"repetition", "once"},
	"single-session":                      {"tokens", "one"},
	"normalise-numbers":                   {"phone-format", "bare"},
	"max-page-size=300":                   {"page-size-numbers", "lowered"},
	"max-page-size=5":                     {"page-size-tasks", "lowered"},
	"refuse-large-pages":                  {"page-size-numbers", "refused"},
	"fails-above=3":                       {"page-size-tasks", "fails"},
	"invalid-strings":                     {"invaliddata", "texts"},
	"invalid-numbers":                     {"invaliddata", "numbers"},
	"invalid-indexed":                     {"invaliddata", "indexed"},
	"omit-invalid-data":                   {"invaliddata", "absent"},
	"cut-customtaskids":                   {"customtaskid-length", "cut-32"},
	"max-customtaskid=20":                 {"customtaskid-length", "cut"}, // with cut-customtaskids
	"trim-customtaskids":                  {"customtaskid-blanks", "trimmed"},
	"fold-customtaskids":                  {"customtaskid-case", "folded"},
	"refuse-long-customtaskids":           {"customtaskid-length", "refused-32"},
	"random-task-ids":                     {"task-ids", "other"},
	"total-with-rejected":                 {"total", "rejected"},
	"total-waiting":                       {"total", "waiting"},
	"empty-list-is-error":                 {"empty-list", "refused"},
	"info-uncalled-only":                  {"numbers-listed", "uncalled"},
	"schedule-needs-start":                {"schedule", "lost"},
	"no-schedule-echo":                    {"schedule", "absent"},
	"no-current-calls":                    {"current-calls", "absent"},
	"unknown-status":                      {"statuses", "others"},
	"oversize-page,post-max-size=1500000": {"body-size", "page"},
	"drops-kept-connections":              {"kept-connections", "dropped"},
	"max-body=1048576":                    {"body-size", "front-end"},
	"max-body=600000":                     {"body-size", "small-front-end"},
	"post-max-size=600000":                {"body-size", "small-dropped"},
	"phone-prefix=86":                     {"phone-format", "prefixed"},
	"recent-tasks=48h":                    {"old-tasks", "recent"},
}

// beside is what a dialect shows only together with.
var beside = map[string]string{"max-customtaskid=20": "cut-customtaskids"}

func TestEveryDialectIsFoundAndCanBePlayed(t *testing.T) {
	t.Parallel()
	for words, want := range visible {
		t.Run(words, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				found := probedAndPlayed(t, words+","+beside[words], want.name == "body-size")
				if !found.is(want.name, want.key) {
					t.Errorf("%s is %s, want %s", want.name, found[want.name].key, want.key)
				}
			})
		})
	}
}

// What a platform does may hide what else it does, and a profile must not be wrong for that.
func TestDialectsTogetherCanBePlayed(t *testing.T) {
	t.Parallel()
	all := slices.Sorted(maps.Keys(visible))
	all = slices.DeleteFunc(all, func(words string) bool { return words == "max-page-size=5" }) // with others, nothing can be listed there
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 1))
		words := strings.Join([]string{all[random.IntN(len(all))], all[random.IntN(len(all))], all[random.IntN(len(all))]}, ",")
		t.Run(words, func(t *testing.T) {
			inBubble(t, func(t *testing.T) { probedAndPlayed(t, words, false) })
		})
	}
}

// probedAndPlayed probes a mock with a dialect, plays its profile in another, probes that, and compares the tables.
func probedAndPlayed(t *testing.T, words string, bodies bool) findings {
	t.Helper()
	s := planted(t, words)
	config := with(s, true)
	if bodies {
		config.bodySizes = []int{30_000, 500_000, 1_000_000, 2_000_000}
	}
	seen := probed(t, config)
	cleaned(t, s)
	_, _, text := written(t, s, seen)
	profile, err := yccalltest.ReadProfile(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	dialect, err := yccalltest.ParseDialect(profile.Dialect)
	if err != nil {
		t.Fatal(err)
	}
	config.Client.Transport = server(t, yccalltest.Config{Dialect: dialect, Zone: profile.Zone}).Transport()
	for i, row := range probed(t, config).Rows {
		if row != seen.Rows[i] {
			t.Errorf("%s: the platform %q, the mock with its profile %q", row.Name, seen.Rows[i].Seen, row.Seen)
		}
	}
	return seen.found
}

func planted(t *testing.T, words string) *yccalltest.Server {
	t.Helper()
	dialect, err := yccalltest.ParseDialect(words)
	if err != nil {
		t.Fatal(err)
	}
	return server(t, yccalltest.Config{Dialect: dialect})
}

func TestEveryDialectIsFoundOrSaidToBeOutOfSight(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for words := range visible {
		for word := range strings.SplitSeq(words, ",") {
			name, _, _ := strings.Cut(word, "=")
			known[name] = true
		}
	}
	for _, o := range OutOfSight {
		names, _, _ := strings.Cut(o.What, ":")
		for name := range strings.SplitSeq(strings.ReplaceAll(names, " and ", ", "), ", ") {
			if known[name] {
				t.Errorf("%s is found, and said to be out of sight", name)
			}
			known[name] = true
		}
	}
	var all []string
	for _, habit := range yccalltest.Habits() {
		all = append(all, habit.String())
	}
	for _, setting := range yccalltest.DialectSettings() {
		all = append(all, setting.Name)
	}
	for _, name := range all {
		if !known[name] {
			t.Errorf("the probe neither finds the dialect %s nor says that it cannot", name)
		}
	}
}

// Lists that lag are not told, but nothing goes wrong there.
func TestProbeWaitsForListsThatLag(t *testing.T) {
	for _, words := range []string{"task-lag=9s,number-lag=20s,state-lag=10s", "unknown-task-is-error,task-lag=9s", "purge-after=1ms", "drop-numbers=139", "remove-called,deadline-pauses"} {
		t.Run(words, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				s := planted(t, words)
				found := probed(t, with(s, true))
				cleaned(t, s)
				if !found.found.is("end", "ended") {
					t.Errorf("the end is %s", found.found["end"].key)
				}
			})
		})
	}
}
