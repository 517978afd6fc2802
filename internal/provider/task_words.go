package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// The run states, as desired_status and status spell them.
const (
	statusNotStarted = "not_started"
	statusStarted    = "started" // of desired_status alone
	statusRunning    = "running"
	statusPaused     = "paused"
	statusEnded      = "ended"
	statusNotFound   = "not_found"
)

// The words of the configuration and the numbers that the API has for them.
var (
	assignTypes = map[string]yccall.AssignType{
		"extension":       yccall.AssignExtension,
		"queue":           yccall.AssignQueue,
		"extension_group": yccall.AssignExtensionGroup,
	}
	multiCallTypes = map[string]yccall.RecallType{
		"all":        yccall.RecallAll,
		"unanswered": yccall.RecallUnanswered,
	}
)

// taskStatuses are the run states that tasks can be looked for by.
var taskStatuses = map[string]yccall.TaskStatus{
	statusNotStarted: yccall.StatusNotStarted,
	statusRunning:    yccall.StatusRunning,
	statusPaused:     yccall.StatusPaused,
	statusEnded:      yccall.StatusEnded,
}

// taskCommands are the run states that a task can be brought to.
var taskCommands = map[string]yccall.TaskCommand{
	statusRunning: yccall.CommandRun,
	statusPaused:  yccall.CommandPause,
	statusEnded:   yccall.CommandEnd,
}

// assignTypeOf reads the row's tasktype: transfer is an extension, groups a group. It is "" where
// the row does not tell.
func assignTypeOf(taskType string) string {
	switch taskType {
	case "transfer":
		return "extension"
	case "groups":
		return "extension_group"
	default:
		return ""
	}
}

// splitNumbers reads disnumber: numbers with commas between them, nil for none. Servers differ in
// the blanks around the commas, which mean nothing.
func splitNumbers(joined string) []types.String {
	var list []types.String
	for number := range strings.SplitSeq(joined, ",") {
		if number = strings.TrimSpace(number); number != "" {
			list = append(list, types.StringValue(number))
		}
	}
	return list
}
