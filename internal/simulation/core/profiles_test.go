package core

import "github.com/yccall/terraform-provider-yccall/internal/yccalltest"

// profile is what schedules are about. The zero value is a bit of everything.
type profile struct {
	habits        yccalltest.Habit
	faults        []yccalltest.Fault
	interruptions float64 // how likely a run is interrupted; 0 is as usual
	console       float64 // how likely somebody works at the console during a run; 0 is as usual
	rivals        float64 // how likely two runs create the campaign at once; 0 is as usual
}

// or returns the profile's value, or the usual one where it has none.
func (profile) or(usual, value float64) float64 {
	if value == 0 {
		return usual
	}
	return value
}

var profiles = map[string]profile{
	"": {},
}
