action "yccall_outbound_task_set_status" "pause" {
  config {
    task_id = "20261201090000420056"
    status  = "paused"
  }
}
