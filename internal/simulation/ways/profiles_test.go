package ways

// profile is what schedules are about. The zero value is a bit of everything.
type profile struct {
	ways   []string // what the user does, mostly
	quiet  float64  // how likely nothing goes wrong in a run; 0 is as usual
	ownIDs float64  // how likely a campaign has a custom_task_id of its own; 0 is as usual
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
}
