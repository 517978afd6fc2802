#!/usr/bin/env bash
# Makes the container image of the mock out of the archives for Linux in dist/, without a container engine: the program
# and its licences, and nothing else. Writes it beside them, as an OCI layout in a tar file, and its line into the sums.
# The same archives always give the same file. Needs GNU tar and unzip.
# Usage: tools/image.sh CRANE VERSION
set -euo pipefail
# shellcheck source=tools/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

crane=$1
version=$2
make_own_directory image
trap 'kill "${registry:-}" 2>/dev/null || true; clean_up' EXIT
export TZ=UTC # unzip gives files the local time

# Runs crane, which tells each step, and shows what it says only if it fails.
quietly() { "$crane" "$@" >"$own/said" 2>&1 || fail "crane $1: $(cat "$own/said")"; }

# Packs a directory with nothing of this machine in it.
pack() { tar --create --file "$1" --directory "$2" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=a+rX,go-w .; }

# crane changes images in a registry only. This one is on loopback and goes away with the script.
"$crane" registry serve --address 127.0.0.1:0 2>"$own/registry" &
registry=$!
port=
while [ -z "$port" ]; do
  kill -0 "$registry" || fail "the registry does not run: $(cat "$own/registry")"
  sleep 0.1
  port=$(sed -n 's/.*serving on port //p' "$own/registry")
done
image=127.0.0.1:$port/yccall-mock

parts=()
for archive in dist/yccall-mock_"$version"_linux_*.zip; do
  arch=${archive##*_linux_}
  arch=${arch%.zip}
  mkdir "$own/$arch"
  unzip -q "$archive" -d "$own/$arch"
  pack "$own/$arch.tar" "$own/$arch"
  quietly append --oci-empty-base --new_layer "$own/$arch.tar" --new_tag "$image:$arch"
  quietly mutate --set-platform "linux/$arch" --user 65532:65532 --entrypoint /yccall-mock \
    --label org.opencontainers.image.source=https://github.com/yccall/terraform-provider-yccall \
    --label "org.opencontainers.image.version=$version" --tag "$image:$arch" "$image:$arch"
  parts+=(--manifest "$image:$arch")
done
quietly index append "${parts[@]}" --tag "$image:$version"
quietly pull --format=oci "$image:$version" "$own/layout"
name=yccall-mock_${version}_image.tar
pack "dist/$name" "$own/layout"
cd dist
sha256sum "$name" >>"terraform-provider-yccall_${version}_SHA256SUMS"
