#!/usr/bin/env bash
# Does what a stranger does: clones the last commit into an empty directory of a machine with nothing but Go on it, as it
# were (an empty home directory and empty caches), and runs the commands that README.md shows under "Try it", as they
# stand there. Prints how long each took. TESTARGS in the environment reaches "make test" there.
# Usage: tools/fresh.sh
set -euo pipefail
# shellcheck source=tools/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
wanted=2 # as many commands as README.md shows

make_own_directory fresh
forget_repository

# Go's settings that say how the network is reached stay. "go env -w" keeps them in a file of the home directory.
for name in GOPROXY GOSUMDB GOPRIVATE GONOPROXY GONOSUMDB GOINSECURE; do
  export "$name=$(go env "$name")"
done
# So does the CLI that TERRAFORM names. A path starts at the repository, and what is not committed is not in its clone.
case ${TERRAFORM:-} in
/*) ;;
*/*) export TERRAFORM="$root/$TERRAFORM" ;;
esac
# All else goes that would let the caches and settings of this machine be found.
for name in $(env | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p'); do
  case $name in
  GOPATH | GOBIN | GOCACHE | GOMODCACHE | GOENV | GOFLAGS | MAKEFLAGS | MAKELEVEL | MFLAGS | XDG_* | TF_* | YCCALL_*) unset "$name" ;;
  esac
done
export HOME=$own/home CHECKPOINT_DISABLE=1
mkdir "$HOME"
# Git refuses to clone what belongs to somebody else, as to a container's root, and the settings that allow it stay
# behind. Who runs the commands of a checkout trusts it.
printf '[safe]\n\tdirectory = *\n' >"$HOME/.gitconfig"

report=
run() {
  local start=$SECONDS
  printf '\n=== $ %s\n\n' "$1"
  sh -c "$1" || fail "$1"
  report="$report$(printf '%7ss  %s' "$((SECONDS - start))" "$1")"$'\n'
}

cd "$own"
run "git clone --quiet --no-hardlinks '$root' clone"
cd clone
shown=$(awk '/^#/ && !code { section = $0 } /^```/ { code = section == "## Try it" && $0 == "```sh"; next } code' README.md)
[ "$(grep -c . <<<"$shown")" = "$wanted" ] || fail "README.md shows under \"Try it\", instead of $wanted commands: $shown"
while IFS= read -r -u 3 command; do
  run "$command"
done 3<<<"$shown"
printf '\n=== On a fresh machine\n\n%s' "$report"
