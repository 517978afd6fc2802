variable "hotline" {
  type    = string
  default = "+44 (7700) 900-001"
}

output "hotline" {
  value = provider::yccall::normalize_phone(var.hotline) # +447700900001
}
