package campaign

import (
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/sketch"
)

// The platform does not echo the time and ext of an entry, so that their change cannot be seen in what a task holds. A
// sketch is what is remembered of them instead.

// Sketch returns what is to be remembered of a list's time and ext fields. The list must have its set kept.
func (r *Runner) Sketch(list *numberlist.List) sketch.Sketch {
	if !list.HasUnechoed {
		return sketch.None()
	}
	return r.sketcher.Of(list.Set())
}
