locals {
  # The office hours on the platform's clock. Its times have no zone, and are passed on as they stand.
  opens  = provider::yccall::platform_time("${var.day}T${var.office_hours.from}${var.office_hours.offset}", var.platform_zone)
  closes = provider::yccall::platform_time("${var.day}T${var.office_hours.to}${var.office_hours.offset}", var.platform_zone)

  campaigns = {
    renewals = { task_scale = "1:2", rounds = 2, type = "extension_group", agent = yccall_extension_group.team.name }
    winback  = { task_scale = "1:3", rounds = 1, type = "queue", agent = yccall_queue.winback.stored_name }
  }
}

resource "yccall_outbound_task" "campaign" {
  for_each = local.campaigns

  name             = "${var.day} ${each.key}"
  call_again       = var.day
  assign_type      = each.value.type
  assign_agent     = each.value.agent
  task_scale       = each.value.task_scale
  caller_numbers   = var.caller_numbers
  numbers_file     = "${path.module}/lists/${each.key}.csv"
  do_not_call_file = "${path.module}/lists/do-not-call.csv"
  multi_call       = { type = "unanswered", max_rounds = each.value.rounds, interval = 3600 }
  scheduled_time   = local.opens
  paused_time      = local.closes
  desired_status   = "running"

  # Nobody is called before there is somebody to answer, and nobody leaves the team before the campaigns have ended.
  depends_on = [yccall_extension_group_member.agent]
}
