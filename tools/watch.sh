#!/usr/bin/env bash
# Keeps the campaign of examples/campaign dialling on the mock, to look at in a browser, until Ctrl-C. Nobody is called.
# Usage: tools/watch.sh TERRAFORM
set -euo pipefail
# shellcheck source=tools/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cli=$1
make_own_directory watch
cd "$(dirname "${BASH_SOURCE[0]}")/.."
"${GO:-go}" build -buildvcs=false -o "$own/" . ./cmd/yccall-mock
cp -R examples/campaign "$own/campaign"
cd "$own/campaign"
# The command ends in order with Ctrl-C, and the mock with it. The calls take about as long as real ones.
# shellcheck disable=SC2016
"$own/yccall-mock" -provider-dir "$own" -dialer at-once=5,call-time=10s-40s -- sh -euc '
  trap "exit 0" INT TERM
  "$1" apply -input=false -auto-approve -compact-warnings
  printf "\nOpen %s in a browser to watch. Ctrl-C ends it.\n" "$YCCALL_ENDPOINT"
  while :; do sleep 1; done' watch "$cli"
