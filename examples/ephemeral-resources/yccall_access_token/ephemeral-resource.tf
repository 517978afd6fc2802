# A token from the provider's own account.
ephemeral "yccall_access_token" "this" {}

# It lives in memory only, so it can go where values are ephemeral, too: another provider's configuration, as here,
# or write-only arguments of resources, such as those of secret stores.
provider "yccall" {
  alias    = "by_token"
  endpoint = "https://yccall.example.com:8443"
  token    = ephemeral.yccall_access_token.this.token
}
