# The platform's clock is in China here: the campaign runs from 9 to 18 o'clock in Jakarta.
locals {
  first_call = provider::yccall::platform_time("2026-12-01T09:00:00+07:00", "Asia/Shanghai") # 2026-12-01 10:00:00
  last_call  = provider::yccall::platform_time("2026-12-01T18:00:00+07:00", "Asia/Shanghai") # 2026-12-01 19:00:00
}

output "schedule" {
  value = "${local.first_call} to ${local.last_call}"
}
