import {
  to = yccall_outbound_task.renewals
  id = "20261201090000420056"
}
