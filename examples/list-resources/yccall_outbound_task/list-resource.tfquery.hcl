list "yccall_outbound_task" "running" {
  provider         = yccall
  include_resource = true
  limit            = 200

  config {
    status       = "running"
    assign_agent = "renewals-team"
    created_from = "2026-12-01 00:00:00"
  }
}
