# Calls those people again who did not answer. A directory of its own, because actions need Terraform 1.14, and because
# nobody should redial by applying the campaigns.
terraform {
  required_version = ">= 1.14"
  required_providers {
    yccall = {
      source = "yccall/yccall"
    }
  }
}

provider "yccall" {}

variable "campaign" {
  description = "Name of the task, such as \"2035-03-01 renewals\"."
  type        = string
}

data "yccall_outbound_task" "campaign" {
  name = var.campaign
}

data "yccall_outbound_task_calls" "campaign" {
  task_id = data.yccall_outbound_task.campaign.id
}

action "yccall_outbound_task_redial" "unanswered" {
  config {
    task_id     = data.yccall_outbound_task.campaign.id
    answer_type = "callee" # those who did not answer themselves
  }
}

output "calls" {
  description = "How the campaign went, without anybody's number."
  value       = data.yccall_outbound_task_calls.campaign.summary
}
