package provider

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/yccall/terraform-provider-yccall/internal/team"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// teamType is one type of resource of a team, in the words of messages.
type teamType struct {
	resource string // yccall_queue
	what     string // queue
	service  string // the service that lists it
}

var (
	groupType  = teamType{"yccall_extension_group", "extension group", "App.Sip_Extgroup.GetExtgroupInfo"}
	memberType = teamType{"yccall_extension_group_member", "group member", "App.Sip_Extgroup.GetGroupExt"}
	queueType  = teamType{"yccall_queue", "queue", "App.Sip_Queue.GetQueueList"}
)

// explain turns an error of package team into one diagnostic. doing is what was tried ("Making", "Deleting") and done what it
// is then ("made", "deleted"). name is what an import would take.
func (t teamType) explain(doing, done, name string, err error) diag.Diagnostic {
	var exists *team.ExistsError
	var unknown *team.UnknownError
	var notShown *team.NotShownError
	var inUse *team.InUseError
	paragraphs := func(parts ...string) string { return strings.Join(parts, "\n\n") }
	switch {
	case errors.As(err, &exists):
		return diag.NewErrorDiagnostic("The "+t.what+" exists already", paragraphs(
			fmt.Sprintf("The platform lists %s already. It was left as it is, and nothing was made.", named(exists.Name)),
			"If this configuration is to have it, import it:\n  "+t.importCommand(exists.Name)+"\n"+
				"If another address of this configuration had it until now, write a moved block instead. If it belongs to somebody else, choose another name."))
	case errors.As(err, &unknown):
		return diag.NewErrorDiagnostic("Whether the "+t.what+" was "+done+" is unknown", paragraphs(
			sentence(unknown.Cause),
			fmt.Sprintf("It was looked for with %s, and the platform does not show that %s was %s. A request that is merely slow cannot be told from one that was lost. Nobody is called by it.",
				t.service, named(name), done),
			fmt.Sprintf("Run the command again: it looks before it sends anything. If the %s is there by then and not in state, import it:\n  %s", t.what, t.importCommand(name))))
	case errors.As(err, &notShown):
		text := fmt.Sprintf("The platform confirmed that %s was %s, and %s does not show it.", named(name), done, t.service)
		if notShown.Look != nil {
			text = fmt.Sprintf("The platform confirmed that %s was %s, and could not be read afterwards: %s", named(name), done, sentence(notShown.Look))
		}
		next := "Look at it in the platform's console, and run the command again."
		if len(notShown.New) > 0 {
			next = fmt.Sprintf("Listed since then: %s. If the platform made that of the name, delete it in the console and choose a name that it keeps.", named(notShown.New...))
		}
		return diag.NewErrorDiagnostic("The "+t.what+" does not show what was confirmed", paragraphs(text, next))
	case errors.As(err, &inUse):
		return diag.NewErrorDiagnostic("The "+t.what+" is in use", paragraphs(
			fmt.Sprintf("Task %s uses %s and has not ended (%s): nobody would take its calls. It was waited for until the time for a deletion was over, and nothing was deleted.",
				inUse.Task.ID, named(name), inUse.Task.StatusText()),
			"End the task first: take its resource out as well, set its desired_status to ended, or end it in the console. Then run the command again. "+
				"Where assign_agent refers to an attribute of this resource instead of repeating the name, Terraform keeps that order by itself."))
	case errors.Is(err, yccall.ErrUnknownName):
		return diag.NewErrorDiagnostic(doing+" the "+t.what+" failed: the token does not know it", paragraphs(sentence(err), newNameAdvice))
	}
	return explain(fmt.Sprintf("%s the %s", doing, t.what), err, fmt.Sprintf("%s was not %s, as far as the platform shows.", named(name), done))
}

// newNameAdvice is for names that are newer than the token.
const newNameAdvice = "On some servers a token knows only the extensions and groups that were there when it was granted. " +
	"With app_id and access_key the provider logs in anew where that may help, and every run has a new login. " +
	"In place of a ready token give a newer one, and run the command again."

// importCommand is the command that imports something. The provider is not told the resource's name.
func (t teamType) importCommand(id string) string {
	if !regexp.MustCompile(`^[\w./-]+$`).MatchString(id) {
		id = "'" + strings.ReplaceAll(id, "'", `'\''`) + "'"
	}
	return "terraform import " + t.resource + ".NAME " + id
}

// named lists names.
func named(names ...string) string {
	texts := make([]string, len(names))
	for i, name := range names {
		texts[i] = fmt.Sprintf("%q", name)
	}
	return strings.Join(texts, ", ")
}
