list "yccall_queue" "outbound" {
  provider         = yccall
  include_resource = true

  config {
    name = "queue-1"
  }
}
