# The people who take the calls of the renewals. Those who sign in and out by hand are left alone: only the members of
# this list are added and removed.
resource "yccall_extension_group" "team" {
  name = var.team
}

resource "yccall_extension_group_member" "agent" {
  for_each = toset(var.agents)

  group     = yccall_extension_group.team.name
  extension = each.value

  # A group that is made anew has no members, so they are added again.
  lifecycle {
    replace_triggered_by = [yccall_extension_group.team.id]
  }
}

# Those who are to be won back wait in a queue, and hear an announcement.
resource "yccall_queue" "winback" {
  name               = "${var.team}-winback"
  remark             = "win-back campaign"
  strategy           = "longest_idle"
  announce_frequency = 20
  max_wait_time      = 45
}
