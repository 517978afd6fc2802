data "yccall_extension_groups" "renewals" {
  name = "renewals-team"
}

check "renewals_team" {
  assert {
    condition     = one(data.yccall_extension_groups.renewals.extension_groups[*].enabled) == true
    error_message = "There is no enabled extension group renewals-team, so nobody would take the calls."
  }
}
