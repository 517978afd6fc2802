terraform {
  required_providers {
    yccall = {
      source = "yccall/yccall"
    }
  }
}

# The application id and the access key come from YCCALL_APP_ID and YCCALL_ACCESS_KEY.
provider "yccall" {
  endpoint = "https://yccall.example.com:8443"
}
