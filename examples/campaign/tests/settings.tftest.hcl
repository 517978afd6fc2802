# Without the mock platform: Terraform invents what the provider would answer. That is quick and needs nothing, and it
# shows little, since no list is read and no platform is asked. The guide "Testing your repository" has the limits.
mock_provider "yccall" {}

run "settings" {
  assert {
    condition     = yccall_outbound_task.renewals.multi_call.max_rounds <= 3
    error_message = "Nobody is to be called more than three times."
  }
}
