#!/usr/bin/env bash
# How long a node with sessions takes to leave: from SIGTERM to the end of its process, while groups are published to, and what clients
# saw of it. Two gateways share a Redis; two thirds of all sessions are on the one that is drained, and move to the other.
#   bench/drain.sh [SESSIONS] [WINDOW] [MOVED]      10000 sessions on the drained node, Limits:DrainWindow as it is by default, and 3000
#                                                   sessions that have changed nodes before, so that the code of that is compiled
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
sessions="${1:-10000}"
window="${2:-}"
moved="${3:-3000}"
work="$(mktemp -d)"
# shellcheck source=bench/servers.sh
. bench/servers.sh
trap stop_all EXIT

# The first session of a group publishes. 51 is a multiple of three: with the URLs below all publishers are on the node that stays.
members=50
groups=$((sessions * 3 / 2 / (members + 1)))
if [ "$((groups * (members + 1)))" -gt "$((descriptors - 500))" ]; then
  echo "drain.sh: the node that stays has $descriptors descriptors, for $(((descriptors - 500) * 2 / 3)) SESSIONS at most" >&2
  exit 2
fi

build_both
cluster_options=(--Limits:Connections="$descriptors")
[ -z "$window" ] || cluster_options+=(--Limits:DrainWindow="$window")
cluster drain 18600 2 "${cluster_options[@]}"
leaving="${server[drain-1]}"
staying_url="${url[drain]#*,}"
leaving_url="${url[drain]%%,*}"
# A node that runs for a while has seen sessions come and go both ways.
if [ "$moved" -ge 300 ]; then
  loadgen --scenario churn --url "${staying_url/echo/chat},${leaving_url/echo/chat}" --groups 40 --members "$members" \
    --rate 200 --churn-rate 300 --duration "$((moved / 300))s" >"$work/moved.log" 2>&1 || {
    echo "drain.sh: sessions that change nodes before the drain:" >&2
    cat "$work/moved.log" >&2
    exit 1
  }
fi

loadgen --scenario churn --url "${staying_url/echo/chat},${leaving_url/echo/chat},${leaving_url/echo/chat}" \
  --groups "$groups" --members "$members" --rate 20 --churn-rate 0.1 --duration 30s --every 1s --source-ips 127.0.0.2-127.0.0.9 \
  --report "$work/drain.json" >"$work/loadgen.log" 2>&1 &
generator=$!

held() { curl -sf "http://127.0.0.1:18605/metrics" | awk '/^sws_sessions[{ ]/ { sum += $2 } END { print sum + 0 }'; }
until [ "$(held)" -ge "$((groups * (members + 1) * 2 / 3))" ]; do
  kill -0 "$generator" 2>/dev/null || { echo "drain.sh: the load generator ended early:" >&2; cat "$work/loadgen.log" >&2; exit 1; }
  sleep 0.2
done
sleep 5
on_node="$(held)"
started="$(date +%s%N)"
kill -TERM "$leaving"
wait "$leaving" || true
ended="$(date +%s%N)"
code=0
wait "$generator" || code=$?
node -e '
  const r = JSON.parse(require("fs").readFileSync(process.argv[1]));
  const [sessions, milliseconds] = process.argv.slice(2).map(Number);
  console.log(`| | measured | wanted |\n|---|---|---|`);
  console.log(`| sessions on the node | ${sessions} | |`);
  console.log(`| SIGTERM to the end of the process | ${(milliseconds / 1000).toFixed(2)} s | ≤ 5 s for 10000 |`);
  console.log(`| recovery | ${JSON.stringify(r.recovery)} | |`);
  console.log(`| errors | ${JSON.stringify(r.errors)} | |`);
  console.log(`| messages | ${JSON.stringify(r.messages)} | |`);
' "$work/drain.json" "$on_node" "$(((ended - started) / 1000000))"
exit "$code"
