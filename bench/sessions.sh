#!/usr/bin/env bash
# Holds idle authorised sessions against several gateway processes of this machine (goal 8): failures, server memory in all and per session,
# and the servers' CPU, in % of one core, while they ping each session every 30 s. Needs a quiet machine, and about 20 kB per session.
#   bench/sessions.sh [SESSIONS] [PROCESSES] [SECONDS]      60000 sessions, 4 processes, 300 s
# Each process is a gateway of its own, with its own ports and data directory; a session goes to one of them in turn.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
sessions="${1:-60000}"
processes="${2:-4}"
seconds="${3:-300}"
sources=8
work="$(mktemp -d)"
# shellcheck source=bench/servers.sh
. bench/servers.sh
trap stop_all EXIT

most=$((processes * (descriptors - 500)))
if [ "$sessions" -gt "$most" ]; then
  echo "sessions.sh: $processes processes of $descriptors descriptors hold at most $most sessions; give more PROCESSES" >&2
  exit 2
fi

build_both
urls=()
for number in $(seq "$processes"); do
  port=$((18500 + number * 10))
  gateway "gateway-$number" "$port" --Limits:Connections="$descriptors" --Limits:PingInterval=00:00:30
  urls+=("ws://127.0.0.1:$port/client/hubs/echo")
  # A short echo loads each gateway's code and fills its pools, so that they are not counted as memory of sessions.
  loadgen --scenario echo --url "${urls[-1]}" --connections 20 --duration 1s >/dev/null
done
process_ids="$(IFS=,; echo "${server[*]}")"
echo "$processes gateways: processes $process_ids, $descriptors descriptors each" >&2

# Collections after connecting, and timers that are still lined up, are no idle load.
warmup=$((seconds < 60 ? 2 : 30))
code=0
loadgen --scenario idle --url "$(IFS=,; echo "${urls[*]}")" --connections "$sessions" \
  --source-ips "127.0.0.2-127.0.0.$((sources + 1))" --warmup "${warmup}s" --duration "${seconds}s" --every 30s \
  --server-pid "$process_ids" --report "$work/sessions.json" || code=$?
[ -f "$work/sessions.json" ] || exit "$code"

# Pages of files that all of them map (the runtime, the libraries) are in each one's resident memory, and in the machine's once.
shared=0
for id in "${server[@]}"; do
  shared=$((shared + $(awk '/^Rss:/ { kb += $2 } /^Pss:/ { kb -= $2 } END { print kb }' "/proc/$id/smaps_rollup")))
done
node -e '
  const r = JSON.parse(require("fs").readFileSync(process.argv[1]));
  const mb = (bytes) => (bytes / 2 ** 20).toFixed(0) + " MiB";
  // Those that failed to connect are among them.
  const failed = Object.values(r.errors).reduce((a, b) => a + b, 0);
  console.log(`\n| | measured | goal 8 |\n|---|---|---|`);
  console.log(`| sessions opened, of those asked for | ${r.connections.opened} of ${r.connections.requested} | all |`);
  console.log(`| connect failures and lost sessions | ${failed} ${JSON.stringify(r.errors)} | 0 |`);
  const shared = 1024 * Number(process.argv[2]);
  console.log(`| server memory in all | ${mb(r.server.rssBytes)} | |`);
  console.log(`| and with shared pages counted once | ${mb(r.server.rssBytes - shared)} | ≤ 1024 MiB for 60000 |`);
  console.log(`| growth per session | ${r.server.bytesPerSession ?? "did not grow"} bytes | |`);
  console.log(`| idle CPU at 30 s pings | ${(r.server.utilisation * 100).toFixed(1)} % of a core | ≤ 5 % |`);
  console.log(`| connecting | ${r.handshake.rate} per second, p99 ${(r.handshake.p99 / 1000).toFixed(1)} ms | |`);
  console.log(`| the generator itself | ${r.client.workers} workers, ${r.client.managedBytesPerConnection ?? "?"} managed bytes per connection | ≤ 3000 |`);
' "$work/sessions.json" "$shared"
exit "$code"
