terraform {
  required_version = ">= 1.7" # for mock_provider in tests
  required_providers {
    yccall = {
      source = "yccall/yccall"
    }
  }
}

# Empty, so that the same files serve the platform and the mock: endpoint and account come from the environment.
provider "yccall" {}

variable "team" {
  description = "Extension group that takes the answered calls."
  type        = string
  default     = "renewals-berlin"
}

data "yccall_extension_groups" "team" {
  name = var.team

  lifecycle {
    postcondition {
      condition     = one(self.extension_groups[*].enabled) == true
      error_message = "There is no enabled extension group ${var.team}."
    }
  }
}

resource "yccall_outbound_task" "renewals" {
  name           = "2026-12 renewals"
  assign_type    = "extension_group"
  assign_agent   = one(data.yccall_extension_groups.team.extension_groups[*].name)
  task_scale     = "1:2"
  numbers_file   = "${path.module}/renewals.csv"
  desired_status = "running"
}
