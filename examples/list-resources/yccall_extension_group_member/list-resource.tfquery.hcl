list "yccall_extension_group_member" "renewals" {
  provider = yccall

  config {
    group = "renewals-team"
  }
}
