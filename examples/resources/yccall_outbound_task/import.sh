# The id is the platform's task id, as its console and TaskList show it.
terraform import yccall_outbound_task.renewals 20261201090000420056
