terraform {
  required_version = ">= 1.8" # for provider functions; OpenTofu has them as well
  required_providers {
    yccall = {
      source = "yccall/yccall"
    }
  }
}

# The endpoint and the credentials come from YCCALL_ENDPOINT, YCCALL_APP_ID and YCCALL_ACCESS_KEY.
provider "yccall" {}
