# Those that are enabled and fit for predictive calls.
data "yccall_caller_numbers" "shanghai" {
  area_code = "021"
}

output "caller_numbers" {
  description = "For caller_numbers of a task."
  value       = data.yccall_caller_numbers.shanghai.caller_numbers[*].number
}
