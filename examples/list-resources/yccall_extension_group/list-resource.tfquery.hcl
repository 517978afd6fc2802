list "yccall_extension_group" "all" {
  provider         = yccall
  include_resource = true
}
