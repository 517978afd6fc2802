# The extensions where somebody can take a call now.
data "yccall_extensions" "ready" {
  registered = true
}

check "agents" {
  assert {
    condition     = length(data.yccall_extensions.ready.extensions) >= 2
    error_message = "Fewer than two agents are registered."
  }
}
