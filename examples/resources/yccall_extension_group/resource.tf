resource "yccall_extension_group" "night" {
  name = "night-team"
}

# assign_agent refers to the group, so that Terraform makes the group first and ends the task before it deletes the group.
resource "yccall_outbound_task" "night" {
  name           = "2026-12 night calls"
  assign_type    = "extension_group"
  assign_agent   = yccall_extension_group.night.name
  task_scale     = "1:2"
  numbers        = [{ phone = "+447700900001" }]
  desired_status = "running"

  # Nobody is called before there is somebody to answer.
  depends_on = [yccall_extension_group_member.night]
}

resource "yccall_extension_group_member" "night" {
  for_each  = toset(["1001", "1002"])
  group     = yccall_extension_group.night.name
  extension = each.value
}
