#!/usr/bin/env bash
# Writes the licences of all that the released programs are linked with, Go's standard library included, into one text:
# whoever passes a program on has to pass these on as well. Fails where a module has none.
# Usage: tools/licences.sh FILE
set -euo pipefail
# shellcheck source=tools/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/.."

go=${GO:-go}
tab=$(printf '\t')

# Lists the modules behind all programs, and the directories that a licence of theirs may lie in.
directories() {
  printf 'std\t%s\n' "$("$go" env GOROOT)"
  for os in darwin freebsd linux windows; do
    # shellcheck disable=SC2016 # It is a template of Go.
    GOOS=$os CGO_ENABLED=0 "$go" list -deps -f \
      '{{$package := .}}{{with .Module}}{{if not .Main}}{{.Path}}@{{.Version}}{{"\t"}}{{.Dir}}{{"\n"}}{{.Path}}@{{.Version}}{{"\t"}}{{$package.Dir}}{{"\n"}}{{end}}{{end}}' \
      . ./cmd/... | sed '/^$/d'
  done
}

texts() {
  find "$1" -maxdepth 1 -type f \( -iname 'licen[cs]e*' -o -iname 'copying*' -o -iname 'notice*' -o -iname 'patents*' \) \
    ! -name '*.go' | LC_ALL=C sort
}

mkdir -p "$(dirname "$1")"
seen=
directories | LC_ALL=C sort -u | while IFS=$tab read -r module dir; do
  if [ "$module" != "$seen" ]; then
    [ -n "$(texts "$dir")" ] || fail "$module has no licence in $dir"
    printf '=== %s\n\n' "$module"
    seen=$module
  fi
  texts "$dir" | while IFS= read -r file; do
    printf -- '--- %s\n\n' "${file##*/}"
    cat "$file"
    printf '\n'
  done
done >"$1"
