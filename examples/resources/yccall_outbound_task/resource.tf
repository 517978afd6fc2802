resource "yccall_outbound_task" "renewals" {
  name           = "2026-12 renewals"
  assign_type    = "extension_group"
  assign_agent   = "renewals-team"
  task_scale     = "1:2"
  caller_numbers = ["02120280001", "02120280002"]
  numbers_file   = "${path.module}/renewals.csv"

  scheduled_time = "2026-12-01 09:00:00"
  paused_time    = "2026-12-01 18:00:00"
  desired_status = "running"

  multi_call = {
    type       = "unanswered"
    max_rounds = 3
    interval   = 3600
  }

  lifecycle {
    postcondition {
      condition     = self.number_count <= 5000 # checked in the plan
      error_message = "The list is longer than this campaign is meant for."
    }
  }
}

check "few_numbers_were_rejected" {
  assert {
    condition     = yccall_outbound_task.renewals.invalid_count <= yccall_outbound_task.renewals.number_count / 100
    error_message = "The platform rejected more than one number in a hundred."
  }
}

# A few people, written out. No run state is asked for: the task is created not started, and
# somebody starts it in the platform's console.
resource "yccall_outbound_task" "pilot" {
  assign_type  = "extension"
  assign_agent = "1001"
  task_scale   = "1:1"

  numbers = [
    { phone = "+44 7700 900001", user_id = "C-20007" },
    { phone = "+44 7700 900002", user_id = "C-20014", ext = "prefers mornings" },
  ]
}
