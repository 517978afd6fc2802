# The group is looked up, so that a misspelt name is an error in the plan and not a campaign that nobody answers.
data "yccall_extension_groups" "team" {
  name = var.team

  lifecycle {
    postcondition {
      condition     = one(self.extension_groups[*].enabled) == true
      error_message = "There is no enabled extension group ${var.team}."
    }
  }
}

locals {
  # The office hours on the platform's clock. Its times have no zone, and are passed on as they stand.
  opens  = provider::yccall::platform_time("${var.day}T${var.office_hours.from}${var.office_hours.offset}", var.platform_zone)
  closes = provider::yccall::platform_time("${var.day}T${var.office_hours.to}${var.office_hours.offset}", var.platform_zone)

  campaigns = {
    renewals = { task_scale = "1:2", rounds = 2 }
    winback  = { task_scale = "1:3", rounds = 1 }
  }
}

resource "yccall_outbound_task" "campaign" {
  for_each = local.campaigns

  name             = "${var.day} ${each.key}"
  call_again       = var.day
  assign_type      = "extension_group"
  assign_agent     = one(data.yccall_extension_groups.team.extension_groups[*].name)
  task_scale       = each.value.task_scale
  caller_numbers   = var.caller_numbers
  numbers_file     = "${path.module}/lists/${each.key}.csv"
  do_not_call_file = "${path.module}/lists/do-not-call.csv"
  multi_call       = { type = "unanswered", max_rounds = each.value.rounds, interval = 3600 }
  scheduled_time   = local.opens
  paused_time      = local.closes
  desired_status   = "running"
}
