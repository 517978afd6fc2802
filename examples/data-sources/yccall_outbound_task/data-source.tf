# By the id that another configuration gave its campaign. Exactly one of id, custom_task_id and name is needed.
data "yccall_outbound_task" "renewals" {
  custom_task_id = "renewals-2026-12"
}

output "renewals_progress" {
  description = "How far the campaign is."
  value = {
    status   = data.yccall_outbound_task.renewals.status
    total    = data.yccall_outbound_task.renewals.total
    called   = data.yccall_outbound_task.renewals.called
    answered = data.yccall_outbound_task.renewals.answered # null on older servers
  }
}
