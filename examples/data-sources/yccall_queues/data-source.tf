# With or without the prefix that the platform gives queues for outbound calls.
data "yccall_queues" "outbound" {
  name = "queue-1"
}

output "queue" {
  description = "For assign_agent of a task with assign_type = \"queue\"."
  value       = one(data.yccall_queues.outbound.queues[*].name)
}
