terraform {
  required_version = ">= 1.5" # for the check block
  required_providers {
    yccall = {
      source = "yccall/yccall"
    }
  }
}

# The endpoint and the credentials come from YCCALL_ENDPOINT, YCCALL_APP_ID and YCCALL_ACCESS_KEY,
# so that the same files serve every account and no secret stands in the repository.
provider "yccall" {}

resource "yccall_outbound_task" "renewals" {
  name           = "2026-12 renewals"
  assign_type    = "extension_group"
  assign_agent   = "renewals-team"
  task_scale     = "1:2"
  caller_numbers = ["02120280001"]
  numbers_file   = "${path.module}/renewals.csv"
  multi_call     = { type = "unanswered", max_rounds = 3, interval = 3600 }
  desired_status = "running"
}

# The platform takes what it can call and names the rest. The campaign runs with what was accepted, and
# this warns. A postcondition would fail only after the start, and would not stop the campaign: to look
# before anybody is called, apply without desired_status first.
check "every_number_was_accepted" {
  assert {
    condition = yccall_outbound_task.renewals.invalid_count == 0
    error_message = format(
      "The platform rejected %d of %d numbers. \"terraform output rejected\" shows which; take them off the list or correct them.",
      yccall_outbound_task.renewals.invalid_count, yccall_outbound_task.renewals.number_count,
    )
  }
}

output "task_id" {
  value = yccall_outbound_task.renewals.id
}

output "status" {
  value = yccall_outbound_task.renewals.status
}

output "number_count" {
  value = yccall_outbound_task.renewals.number_count
}

output "invalid_count" {
  value = yccall_outbound_task.renewals.invalid_count
}

output "rejected" {
  value     = yccall_outbound_task.renewals.invalid_data
  sensitive = true # phone numbers
}
