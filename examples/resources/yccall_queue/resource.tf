resource "yccall_queue" "service" {
  name          = "service"
  remark        = "outbound service calls"
  strategy      = "longest_idle"
  ring_delay    = 20
  max_wait_time = 60
}

output "service_queue" {
  description = "For assign_agent of a task with assign_type = \"queue\"."
  value       = yccall_queue.service.stored_name
}
