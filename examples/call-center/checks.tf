# Checks warn and let the apply go on. A postcondition on invalid_count would fail only after the campaigns were started:
# to look before anybody is called, apply without desired_status first. The data sources stand outside of the checks:
# one inside is read again by every apply, and then no plan is ever empty.

data "yccall_extensions" "ready" {
  registered = true
}

data "yccall_caller_numbers" "predictive" {}

check "every_number_was_accepted" {
  assert {
    condition     = alltrue([for task in yccall_outbound_task.campaign : task.invalid_count == 0])
    error_message = "The platform rejected numbers. \"terraform output rejected\" shows which; correct them, or take them off the list."
  }
}

check "agents_are_registered" {
  assert {
    condition     = length(setsubtract(var.agents, data.yccall_extensions.ready.extensions[*].number)) == 0
    error_message = "Some of the agents are not registered: people would be called whom they cannot talk to."
  }
}

check "caller_numbers_may_be_used" {
  assert {
    condition     = length(setsubtract(var.caller_numbers, data.yccall_caller_numbers.predictive.caller_numbers[*].number)) == 0
    error_message = "Some of caller_numbers are not enabled for predictive calls."
  }
}
