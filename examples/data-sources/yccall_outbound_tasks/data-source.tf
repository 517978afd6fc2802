# The running campaigns of a team.
data "yccall_outbound_tasks" "running" {
  assign_agent = "renewals-team"
  status       = "running"
  created_from = "2026-01-01 00:00:00"
}

output "running_campaigns" {
  description = "Id and name of each."
  value       = { for task in data.yccall_outbound_tasks.running.tasks : task.id => task.name }
}
