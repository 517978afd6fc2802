resource "yccall_extension_group_member" "agent" {
  for_each  = toset(["1001", "1002"])
  group     = yccall_extension_group.team.name
  extension = each.value

  # A group that is made anew has no members, so they are added again.
  lifecycle {
    replace_triggered_by = [yccall_extension_group.team.id]
  }
}

resource "yccall_extension_group" "team" {
  name = "day-team"
}
