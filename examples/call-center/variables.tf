variable "day" {
  description = "The day on which to call, as yyyy-mm-dd. The default lies far ahead, so that trying the example calls nobody."
  type        = string
  default     = "2035-03-01"
}

variable "office_hours" {
  description = "When the team works, with its own offset from UTC."
  type        = object({ from = string, to = string, offset = string })
  default     = { from = "09:00:00", to = "17:30:00", offset = "+07:00" }
}

variable "platform_zone" {
  description = "Time zone of the platform's clock. No page of the platform names it: ask its operator."
  type        = string
  default     = "Asia/Shanghai"
}

variable "team" {
  description = "Extension group that takes the answered calls. It is made here, so no other may have this name."
  type        = string
  default     = "outbound-team"
}

variable "agents" {
  description = "Extensions of the people in the team. They can change while the campaigns run."
  type        = list(string)
  default     = ["1001", "1002"]
}

# Written down and not taken from a data source: another caller number needs another task, and a plan must not be refused
# because somebody bought a number.
variable "caller_numbers" {
  description = "Numbers shown to the people called."
  type        = list(string)
  default     = ["02120280001", "02120280002"]
}
