# What the scripts of this directory share. They run with the bash 3.2 of macOS.
# shellcheck shell=bash

# An own directory that goes away with the script, however it ends. Go's module cache in it cannot be written to.
make_own_directory() {
  own=$(cd "$(mktemp -d "${TMPDIR:-/tmp}/yccall-$1-XXXXXX")" && pwd -P)
  trap 'clean_up' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

clean_up() {
  chmod -R u+w "$own"
  rm -rf "$own"
}

fail() {
  printf '%s: FAILED: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# In a hook git sets GIT_DIR and others. A script that a hook starts would commit to the repository of the person, so
# nothing may lead git to another repository than that of the directory that it runs in.
forget_repository() {
  local name
  for name in $(git rev-parse --local-env-vars); do
    unset "$name"
  done
}
