#!/usr/bin/env bash
# Prints the path of a Terraform or OpenTofu program: the one that TERRAFORM names, or else terraform or tofu from PATH,
# or else a Terraform that hc-install puts into .cache, with its signature checked.
# Usage: tools/cli.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Pinned, so that the same commit gives the same results.
version=1.11.4

absolute() {
  case $1 in
  /*) echo "$1" ;;
  *) echo "$(cd "$(dirname "$1")" && pwd)/$(basename "$1")" ;;
  esac
}

if [ -n "${TERRAFORM:-}" ]; then
  path=$(command -v -- "$TERRAFORM") && [ -x "$path" ] || {
    echo "cli.sh: the environment variable TERRAFORM names a program that cannot be used: $TERRAFORM" >&2
    exit 1
  }
  absolute "$path"
  exit
fi
for name in terraform tofu; do
  if path=$(command -v "$name"); then
    absolute "$path"
    exit
  fi
done

final=$PWD/.cache/terraform-$version
if [ ! -e "$final/terraform" ]; then
  echo "Neither terraform nor tofu is on PATH; installing Terraform $version into $final" >&2
  mkdir -p .cache
  # An interrupted download must not pass for an installed program, so it becomes visible only when it is complete.
  partial=$(mktemp -d "$PWD/.cache/terraform-download-XXXXXX")
  trap 'rm -rf "$partial"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  "${GO:-go}" -C tools tool hc-install install -version "$version" -path "$partial" terraform >&2 || {
    echo 'cli.sh: installing Terraform failed (TERRAFORM can name a program that is there already)' >&2
    exit 1
  }
  # Another run may have been faster.
  mv "$partial" "$final" 2>/dev/null || [ -e "$final/terraform" ]
fi
echo "$final/terraform"
