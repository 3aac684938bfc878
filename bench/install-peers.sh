#!/usr/bin/env bash
# Installs the peers that bench/run.sh measures beside the gateway: nats-server and redis-server (Debian), Socket.IO and node-sws (npm),
# openssl; and the C compiler that bench/floor.c needs.
# Does nothing where all are there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

wanted=()
for program in nats-server redis-server openssl curl node npm; do
  command -v "$program" >/dev/null && continue
  [ "$program" = node ] && wanted+=(nodejs) || wanted+=("$program")
done
command -v cc >/dev/null || wanted+=(gcc libc6-dev)
if [ ${#wanted[@]} -gt 0 ]; then
  root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  "${root[@]}" apt-get update -qq
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
fi

for folder in tests/Interop bench; do
  [ -d "$folder/node_modules" ] || (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error >&2)
done
