# This block goes before that of main.tf and before the environment: these tests reach the mock on this machine and no
# platform, whatever is set where they run.
provider "yccall" {
  endpoint   = "http://127.0.0.1:8080"
  app_id     = "demo-app"
  access_key = "demo-key"
}

run "everybody_on_the_list_is_called" {
  assert {
    condition     = yccall_outbound_task.renewals.status == "running"
    error_message = "The campaign does not run."
  }
  assert {
    condition     = yccall_outbound_task.renewals.number_count == 3 && yccall_outbound_task.renewals.invalid_count == 0
    error_message = "Somebody on the list is not called."
  }
}

run "a_team_that_is_closed_is_refused" {
  command = plan

  variables {
    team = "renewals-closed"
  }

  expect_failures = [data.yccall_extension_groups.team]
}
