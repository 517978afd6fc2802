# Calls the people again who did not answer, next morning.
action "yccall_outbound_task_redial" "unanswered" {
  config {
    task_id        = "20261201090000420056"
    answer_type    = "callee"
    scheduled_time = "2026-12-02 09:00:00"
    paused_time    = "2026-12-02 18:00:00"
  }
}
