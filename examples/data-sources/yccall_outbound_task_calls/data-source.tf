data "yccall_outbound_task" "finished" {
  name = "2026-11 renewals"
}

# The summary is always there, and cheap: no number of the people called reaches the state.
data "yccall_outbound_task_calls" "result" {
  task_id = data.yccall_outbound_task.finished.id
}

output "reached" {
  description = "Share of the people called who were put through to an agent; null before the first call."
  value = try(
    data.yccall_outbound_task_calls.result.summary.by_answer_type.connected / data.yccall_outbound_task_calls.result.summary.called,
    null,
  )
}

# The people who did not answer. With include_numbers their numbers stand in the state, and are sensitive.
data "yccall_outbound_task_calls" "missed" {
  task_id         = data.yccall_outbound_task.finished.id
  answer_type     = "callee"
  include_numbers = true
  max_items       = 500
}

output "missed" {
  description = "The next list, as CSV."
  value       = join("\n", concat(["phone"], data.yccall_outbound_task_calls.missed.calls[*].phone))
  sensitive   = true
}
