output "office_hours" {
  description = "When the campaigns call, on the platform's clock."
  value       = { from = local.opens, to = local.closes }
}

output "campaigns" {
  description = "Where each campaign stands."
  value = {
    for key, task in yccall_outbound_task.campaign : key => {
      task_id  = task.id
      status   = task.status
      numbers  = task.number_count
      withheld = task.excluded_count # they are on the do-not-call list
      rejected = task.invalid_count
    }
  }
}

output "rejected" {
  description = "What the platform did not accept."
  value       = { for key, task in yccall_outbound_task.campaign : key => task.invalid_data }
  sensitive   = true # phone numbers
}
