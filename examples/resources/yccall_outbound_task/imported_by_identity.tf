import {
  to = yccall_outbound_task.renewals
  identity = {
    task_id = "20261201090000420056"
  }
}
