package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// namedValue is the value of an attribute.
type namedValue struct {
	name  string
	value attr.Value
}

// replacingAttributes are the attributes that the platform cannot change once the task exists: a change of one of them
// needs a new task.
func (m outboundTaskModel) replacingAttributes() []namedValue {
	return []namedValue{
		{"assign_type", m.AssignType},
		{"assign_agent", m.AssignAgent},
		{"task_scale", m.TaskScale},
		{"name", m.Name},
		{"concurrent", m.Concurrent},
		{"scale_mode", m.ScaleMode},
		{"caller_numbers", m.CallerNumbers},
		{"scheduled_time", m.ScheduledTime},
		{"paused_time", m.PausedTime},
		{"multi_call", m.MultiCall},
		{"custom_task_id", m.CustomTaskID},
	}
}

// replaced names the attributes whose change needs a new task. A value that is not known yet is neither different nor
// unset. After an import, an attribute that the server did not echo is taken over in place, and so is one that it echoes
// and the configuration leaves out.
func (m outboundTaskModel) replaced(ctx context.Context, state outboundTaskModel, imported bool) path.Paths {
	var paths path.Paths
	before := state.replacingAttributes()
	for i, a := range m.replacingAttributes() {
		if !differs(ctx, a.value, before[i].value) || imported && (a.value.IsNull() || before[i].value.IsNull()) {
			continue
		}
		paths = append(paths, path.Root(a.name))
	}
	return paths
}

// differs reports whether a planned value is another one than that of the state. One that is not known yet is not.
func differs(ctx context.Context, planned, before attr.Value) bool {
	return fullyKnown(ctx, planned) && !planned.Equal(before)
}

// fullyKnown reports whether a value is known with everything in it.
func fullyKnown(ctx context.Context, value attr.Value) bool {
	v, err := value.ToTerraformValue(ctx)
	return err == nil && v.IsFullyKnown()
}

// knownTooLate is the error for values that were not known when an update was planned, and that need a new task now that
// they are. Terraform would report a bug of the provider if the update became a replacement.
func knownTooLate(taskID string, attributes path.Paths) diag.Diagnostic {
	names := make([]string, len(attributes))
	for i, p := range attributes {
		names[i] = p.String()
	}
	return diag.NewAttributeErrorDiagnostic(attributes[0], "Now it is known, and needs a new task", fmt.Sprintf(
		"The platform cannot change %s of task %s. When the plan was made, the new value was not known, or the task was not looked at (-refresh=false). "+
			"Nothing was sent.\n\nPlan again, without -refresh=false: now the plan shows the replacement, and whom it calls again. "+
			"If the value comes from another resource, give it as a variable or a literal, so that it is known in every plan.",
		strings.Join(names, ", "), taskID))
}
