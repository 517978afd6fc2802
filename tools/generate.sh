#!/bin/sh
# Formats the examples and writes docs/ from templates/, examples/ and the provider's schema. Needs no network.
# Usage: tools/generate.sh PATH-OF-TERRAFORM-OR-TOFU
set -eu

cli=$1
go=${GO:-go}
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The generator looks its provider up under this address, whatever the provider's real one is.
address=registry.terraform.io/hashicorp/yccall

# Git does not tell the commit where the checkout belongs to somebody else.
"$go" -C "$root" build -buildvcs=false -o "$work/bin/terraform-provider-yccall" .

cat >"$work/dev.tfrc" <<TFRC
provider_installation {
  dev_overrides {
    "$address" = "$work/bin"
  }
  direct {}
}
TFRC
mkdir "$work/schema"
cat >"$work/schema/main.tf" <<TF
terraform {
  required_providers {
    yccall = {
      source = "$address"
    }
  }
}
TF

# Settings of the person who runs this must not lead the CLI elsewhere.
for name in $(env | sed -n 's/^\(TF_[A-Za-z0-9_]*\)=.*/\1/p'); do
  unset "$name"
done
export TF_CLI_CONFIG_FILE="$work/dev.tfrc" CHECKPOINT_DISABLE=1
"$cli" fmt -recursive "$root/examples"
"$cli" -chdir="$work/schema" providers schema -json >"$work/schema.json"

"$go" -C "$root/tools" tool tfplugindocs generate \
  --provider-dir "$root" --provider-name yccall --rendered-provider-name Yccall --providers-schema "$work/schema.json"
