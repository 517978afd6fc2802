package team

import (
	"context"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// Member reports whether an extension is a member of a group (GetGroupExt). It is none of a group that there is not.
func (r *Runner) Member(ctx context.Context, member yccall.GroupMember) (bool, error) {
	_, found, err := find(ctx, r, func() (struct{}, bool, error) {
		found, err := r.member(ctx, member)
		return struct{}{}, found, err
	})
	return found, err
}

// member looks once. All members are listed, since not every server knows the filter.
func (r *Runner) member(ctx context.Context, member yccall.GroupMember) (bool, error) {
	members, err := known(ctx, r, func() ([]yccall.GroupMember, error) { return r.platform.GroupMembers(ctx, member.Group, "") })
	return slices.Contains(members, member), err
}

// AddMember makes an extension a member of a group (AddExtnumber). made is called as soon as the platform has confirmed it.
// The error is an *ExistsError if it is one already.
func (r *Runner) AddMember(ctx context.Context, member yccall.GroupMember, made func()) error {
	release, err := r.inTurn(ctx, memberNamed(member))
	if err != nil {
		return err
	}
	defer release()
	is, err := r.member(ctx, member)
	switch {
	case err != nil:
		return err
	case is:
		return &ExistsError{What: memberNamed(member), Name: member.Group + "/" + member.Extension}
	}
	return r.carryOut(ctx, change{
		what:       memberNamed(member),
		send:       func(ctx context.Context) error { return r.platform.AddGroupMember(ctx, member) },
		done:       func(ctx context.Context) (bool, error) { return r.member(ctx, member) },
		repeatable: true,
		confirmed:  made,
	})
}

// RemoveMember takes an extension out of a group (DelExtnumber). One that is no member is gone.
func (r *Runner) RemoveMember(ctx context.Context, member yccall.GroupMember) error {
	if is, err := r.Member(ctx, member); err != nil || !is {
		return err
	}
	return r.carryOut(ctx, change{
		what: memberNamed(member),
		send: func(ctx context.Context) error { return r.platform.RemoveGroupMember(ctx, member) },
		done: func(ctx context.Context) (bool, error) {
			is, err := r.member(ctx, member)
			return err == nil && !is, err
		},
		repeatable: true,
	})
}

func memberNamed(member yccall.GroupMember) string {
	return "member " + member.Extension + " of extension group " + member.Group
}
