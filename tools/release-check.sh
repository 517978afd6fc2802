#!/usr/bin/env bash
# Rehearses a release: makes a tagged repository of the working tree, lets GoReleaser build in a clone of it what the
# workflow "release" would sign and publish, and checks every file for what the Terraform registry and the people who download
# it rely on. It does so twice and compares, since a release is to be reproducible. Nothing is published, and nothing
# outside a temporary directory changes. Needs unzip; without gpg signing is not rehearsed, and without GNU tar and a target
# for Linux the image of the mock is not.
# Usage: tools/release-check.sh GORELEASER CRANE TARGETS, such as linux_amd64,darwin_arm64
set -euo pipefail
# shellcheck source=tools/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

goreleaser=$1
crane=$2
targets=${3//,/ }
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
version=0.0.1 # what the rehearsal pretends to release
provider=terraform-provider-yccall
mock=yccall-mock
probe=yccall-probe
go=${GO:-go}
image=
case " $targets" in *' linux_'*) if tar --version 2>/dev/null | grep -q GNU; then image=${mock}_${version}_image.tar; fi ;; esac

make_own_directory release
forget_repository
# Nothing is published, and GoReleaser refuses the tokens of two forges.
unset GITHUB_TOKEN GITLAB_TOKEN GITEA_TOKEN
# Independent of the settings and the clock of the machine.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME=rehearsal GIT_AUTHOR_EMAIL=rehearsal@example.com GIT_AUTHOR_DATE=2026-01-01T00:00:00Z
export GIT_COMMITTER_NAME=rehearsal GIT_COMMITTER_EMAIL=rehearsal@example.com GIT_COMMITTER_DATE=2026-01-01T00:00:00Z

sha256() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# A key that signs this rehearsal and is thrown away with it.
if command -v gpg >/dev/null; then
  export GNUPGHOME=$own/gnupg
  mkdir -m 700 "$GNUPGHOME"
  trap 'gpgconf --kill all; clean_up' EXIT # ends the agent that gpg starts
  # The registry takes RSA keys only.
  gpg --batch --quiet --passphrase '' --quick-generate-key rehearsal@example.com rsa3072 sign never
  GPG_FINGERPRINT=$(gpg --batch --with-colons --list-secret-keys | awk -F: '$1 == "fpr" { print $10; exit }')
  [ -n "$GPG_FINGERPRINT" ] || fail 'gpg lists no key'
  export GPG_FINGERPRINT
else
  echo 'There is no gpg on PATH, so signing is not rehearsed.'
fi

# Makes a repository of the working tree as it is now, committed or not, with one commit and a tag on it.
prepare() {
  mkdir "$own/prepared"
  # Whose files they are does not matter: who rehearses their release trusts them.
  (cd "$root" && git -c 'safe.directory=*' ls-files -z --cached --others --exclude-standard) |
    while IFS= read -r -d '' path; do
      # What is deleted, and not yet in a commit, is not there.
      if [ -e "$root/$path" ]; then
        mkdir -p "$own/prepared/$(dirname "$path")"
        cp -p "$root/$path" "$own/prepared/$path"
      fi
    done
  cd "$own/prepared"
  narrow
  git init --quiet --initial-branch=main
  git add --all
  git commit --quiet --message='Rehearse a release'
  git tag "v$version"
}

# Takes out of the configuration what takes long and shows nothing new: most of the targets.
narrow() {
  local found
  found=$(grep -A 1 '^    goos: ' .goreleaser.yml | grep -c '^    goarch: ') || true
  [ "$found" = 3 ] || fail ".goreleaser.yml has the targets of $found programs, want provider, mock and probe"
  sed -e "s/^    goos: .*/    targets: [${targets// /, }]/" -e '/^    goarch: /d' .goreleaser.yml >narrowed
  mv narrowed .goreleaser.yml
}

# Makes dist/ in a clone of the prepared repository.
rehearse() {
  printf '\n=== Rehearse the release, %s time\n\n' "$1"
  git clone --quiet "$own/prepared" "$own/$1"
  cd "$own/$1"
  git remote set-url origin https://github.com/yccall/terraform-provider-yccall.git
  "$goreleaser" release --clean --skip=publish,announce
  [ -z "$image" ] || tools/image.sh "$crane" "$version"
}

# Looks at each file that would be published.
check() {
  cd "$own/$1/dist"
  local sums=${provider}_${version}_SHA256SUMS manifest=${provider}_${version}_manifest.json target program name wanted
  if [ -n "${GPG_FINGERPRINT:-}" ]; then
    gpg --batch --local-user "$GPG_FINGERPRINT" --detach-sign "$sums" # as the workflow does
    gpg --batch --quiet --verify "$sums.sig" "$sums" || fail "the signature of $sums is not good"
  fi
  cp ../terraform-registry-manifest.json "$manifest" # it gets its name when it is published
  # Without the protocol the registry takes a provider for one of protocol 5.
  [ "$(tr -d ' \n' <"$manifest")" = '{"version":1,"metadata":{"protocol_versions":["6.0"]}}' ] ||
    fail "the manifest says $(cat "$manifest"), want version 1 and protocol 6.0"
  wanted="$manifest $image"
  [ -z "$image" ] || check_image
  for target in $targets; do
    for program in "$provider" "$mock" "$probe"; do
      name=${program}_${version}_$target
      wanted="$wanted $name.zip $name.cdx.json"
      check_archive "$program" "$target" "$name.zip"
      check_bill "$program" "$name.cdx.json"
    done
  done
  # shellcheck disable=SC2086 # The names have no blanks.
  diff <(printf '%s\n' $wanted | LC_ALL=C sort) <(sed 's/^[0-9a-f]*  //' "$sums" | LC_ALL=C sort) ||
    fail 'SHA256SUMS does not list what is published (<) but other files (>)'
  sha256 -c "$sums" >/dev/null || fail 'SHA256SUMS is wrong'
}

# Looks for the program under the name that Terraform expects, and at how it was built.
check_archive() {
  local program=$1 target=$2 archive=$3 executable=$1 setting said
  [ "$program" != "$provider" ] || executable=${program}_v$version
  case $target in windows_*) executable=$executable.exe ;; esac
  [ "$(unzip -Z1 "$archive" | LC_ALL=C sort | tr '\n' ' ')" = "LICENSE THIRD_PARTY_LICENSES.txt $executable " ] ||
    fail "$archive holds $(unzip -Z1 "$archive" | tr '\n' ' '), want LICENSE, THIRD_PARTY_LICENSES.txt and $executable"
  mkdir "extracted-$archive"
  unzip -q "$archive" "$executable" -d "extracted-$archive"
  executable=extracted-$archive/$executable
  "$go" version -m "$executable" >built-with
  for setting in CGO_ENABLED=0 -trimpath=true GOOS="${target%%_*}" GOARCH="${target#*_}"; do
    grep -q "^[[:space:]]build[[:space:]]$setting\$" built-with || fail "$archive: not built with $setting"
  done
  # The licences of all modules that the program is linked with.
  unzip -p "$archive" THIRD_PARTY_LICENSES.txt | sed -n 's/^=== //p' | LC_ALL=C sort >licensed
  [ -z "$(linked | LC_ALL=C comm -23 - licensed)" ] || fail "$archive lacks licences: $(linked | LC_ALL=C comm -23 - licensed)"
  if [ "$target" = "$("$go" env GOHOSTOS)_$("$go" env GOHOSTARCH)" ]; then
    said=$("$executable" -version)
    [ "$said" = "$program $version ($(git rev-parse --short HEAD))" ] || fail "$executable -version says $said"
  fi
}

# Lists the modules of the program that was looked at last.
linked() { awk '$1 == "dep" { print $2 "@" $3 }' built-with | LC_ALL=C sort; }

# Looks for a hash and a licence of each module of the program that was looked at last.
check_bill() {
  local wanted part
  wanted=$(linked | grep -c .) || true
  # An overlay is the JSON that Go itself can read, and it says so if it is none.
  "$go" list -overlay "$2" errors >/dev/null || fail "$2 is no JSON"
  grep -q '"bomFormat": "CycloneDX"' "$2" && grep -q "$1" "$2" && grep -q 'pkg:golang/std@' "$2" ||
    fail "$2 is no bill of materials of $1"
  for part in hashes licenses; do
    [ "$(grep -c "\"$part\": \[" "$2")" -ge "$wanted" ] || fail "$2 has not the $part of all $wanted modules"
  done
}

# Looks for the program in the image, and runs it if it is for this machine.
check_image() {
  local host blob blobs=
  host=$("$go" env GOHOSTOS)_$("$go" env GOHOSTARCH)
  mkdir image unpacked
  tar -xf "$image" -C image
  grep -qs '"Entrypoint":\["/yccall-mock"\]' image/blobs/sha256/* || fail 'the image does not run the mock'
  for blob in image/blobs/sha256/*; do
    if tar -tf "$blob" 2>/dev/null | grep -q '^./yccall-mock$'; then blobs="$blobs $blob"; fi
  done
  [ "$(wc -w <<<"$blobs")" = "$(grep -o 'linux_' <<<"$targets" | wc -l)" ] || fail "the image has the mock in$blobs, want it for each of $targets"
  if [ "$(grep -o 'linux_[^ ]*' <<<"$targets")" = "$host" ]; then
    tar -xf ${blobs# } -C unpacked
    unpacked/yccall-mock -version | grep -q "^$mock $version (" || fail 'the image holds another mock'
  fi
}

# Plays the commands with which the guide fetches and checks the mock, from what would be published.
play_guide() {
  local commands
  commands=$(awk '/^```/ { if (block ~ /^version=/) printf "%s", block; block = ""; next } { block = block $0 "\n" }' docs/guides/testing-your-repo.md)
  grep -q '^gpg --verify' <<<"$commands" && grep -q '^sha256sum --check' <<<"$commands" || fail 'the guide shows no commands that fetch and check the mock'
  mkdir "$own/download"
  cd "$own/download"
  curl() {
    local address
    for address; do :; done
    cp "$own/second/dist/${address##*/}" .
  }
  eval "$(sed "s/^version=.*/version=$version/" <<<"$commands")"
  ./yccall-mock -version | grep -q "^$mock $version (" || fail 'the guide fetches another mock'
}

prepare
for time in first second; do
  rehearse "$time"
  check "$time"
done
case " $targets $("$go" env GOHOSTOS)_$("$go" env GOHOSTARCH)" in *' linux_amd64 '*linux_amd64)
  if [ -n "${GPG_FINGERPRINT:-}" ] && command -v sha256sum >/dev/null; then (cd "$own/second" && play_guide); fi
  ;;
esac
sums=dist/${provider}_${version}_SHA256SUMS
cat "$own/first/$sums"
diff "$own/first/$sums" "$own/second/$sums" || fail 'the second build of the same commit differs'
printf '\nThe release is complete and reproducible (rehearsed for %s on %s).\n' "$targets" "$("$go" env GOVERSION)"
