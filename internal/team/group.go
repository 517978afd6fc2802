package team

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// Group returns the extension group of a name (GetExtgroupInfo).
func (r *Runner) Group(ctx context.Context, name string) (group yccall.ExtensionGroup, found bool, err error) {
	return find(ctx, r, func() (yccall.ExtensionGroup, bool, error) { return r.group(ctx, name) })
}

// group looks once. All groups are listed, since not every server knows the filter.
func (r *Runner) group(ctx context.Context, name string) (yccall.ExtensionGroup, bool, error) {
	groups, err := r.platform.ExtensionGroups(ctx, "")
	if i := slices.IndexFunc(groups, func(g yccall.ExtensionGroup) bool { return g.Name == name }); err == nil && i >= 0 {
		return groups[i], true, nil
	}
	return yccall.ExtensionGroup{}, false, err
}

// CreateGroup makes an extension group (AddExtgroup). made is called as soon as the platform has confirmed it. The error is
// an *ExistsError if a group of the name is there already.
func (r *Runner) CreateGroup(ctx context.Context, group yccall.NewExtensionGroup, made func()) (yccall.ExtensionGroup, error) {
	what := groupNamed(group.Name)
	release, err := r.inTurn(ctx, what)
	if err != nil {
		return yccall.ExtensionGroup{}, err
	}
	defer release()
	before, err := r.platform.ExtensionGroups(ctx, "")
	if err != nil {
		return yccall.ExtensionGroup{}, err
	}
	names := groupNames(before)
	if slices.Contains(names, group.Name) {
		return yccall.ExtensionGroup{}, &ExistsError{What: what, Name: group.Name}
	}
	var now yccall.ExtensionGroup
	err = r.carryOut(ctx, change{
		what: what,
		send: func(ctx context.Context) error { return r.platform.AddExtensionGroup(ctx, group) },
		done: func(ctx context.Context) (found bool, err error) {
			now, found, err = r.group(ctx, group.Name)
			return found, err
		},
		confirmed: made,
	})
	if notShown := new(NotShownError); errors.As(err, &notShown) && notShown.Look == nil {
		if after, failed := r.platform.ExtensionGroups(ctx, ""); failed == nil {
			notShown.New = added(names, groupNames(after))
		}
	}
	return now, err
}

// Members counts the members of a group (GetGroupExt). The error is yccall.ErrUnknownName where the token does not know the
// group and a login did not help, or was not possible.
func (r *Runner) Members(ctx context.Context, group string) (int, error) {
	members, err := known(ctx, r, func() ([]yccall.GroupMember, error) { return r.platform.GroupMembers(ctx, group, "") })
	return len(members), err
}

// DeleteGroup deletes an extension group (DelExtgroup) once no task uses it that has not ended; it waits for that until
// limit has passed. A group that is not listed is gone.
func (r *Runner) DeleteGroup(ctx context.Context, name string, limit time.Duration) error {
	if _, found, err := r.Group(ctx, name); err != nil || !found {
		return err
	}
	uses := func(task yccall.Task) bool { return task.Agent == name && task.TaskType != typeExtension }
	if err := r.waitUntilUnused(ctx, groupNamed(name), []string{name}, uses, limit); err != nil {
		return err
	}
	return r.carryOut(ctx, change{
		what: groupNamed(name),
		send: func(ctx context.Context) error { return r.platform.DeleteExtensionGroup(ctx, name) },
		done: func(ctx context.Context) (bool, error) {
			_, found, err := r.group(ctx, name)
			return err == nil && !found, err
		},
		repeatable: true,
	})
}

func groupNamed(name string) string { return "extension group " + name }

func groupNames(groups []yccall.ExtensionGroup) []string {
	names := make([]string, len(groups))
	for i, group := range groups {
		names[i] = group.Name
	}
	return names
}

// added are the names that were not there before.
func added(before, after []string) []string {
	return slices.DeleteFunc(after, func(name string) bool { return slices.Contains(before, name) })
}
