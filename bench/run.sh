#!/usr/bin/env bash
# Measures the gateway beside its peers: each server in turn, round by round, on one machine, with the same load generator. Prints tables of
# medians with their ranges, and the goals. Needs a quiet machine; all labels take about a quarter of an hour a round.
#   bench/run.sh [ROUNDS] [SECONDS] [LABEL…]      without labels: all of them
#   bench/run.sh --labels                         what there is to choose
#   SERVERS="gateway edge-only" bench/run.sh …    only these servers of each label, in less time
# Reports stay in the folder that the last line names; bench/table.mjs and bench/goals.mjs read them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# label | scenario | servers | options of the load generator
plan='
echo-256-at-100  | echo    | gateway edge-only stock-ws node-sws signalr nats socketio floor              | --connections 100 --size 256
echo-256-at-1000 | echo    | gateway edge-only stock-ws node-sws signalr nats socketio                    | --connections 1000 --size 256
echo-4096-at-100 | echo    | gateway edge-only stock-ws node-sws signalr nats socketio floor              | --connections 100 --size 4096
echo-256-tls     | echo    | gateway gateway-wss stock-wss signalr-wss nats-wss socketio-wss              | --connections 100 --size 256
fanout-256       | group   | gateway plain-hub signalr nats socketio                                      | --members 1000 --size 256 --outstanding 2
fanout-256-tls   | group   | gateway gateway-wss signalr-wss nats-wss socketio-wss                        | --members 1000 --size 256 --outstanding 2
fanout-cluster   | group   | cluster-1 cluster-2 cluster-4                                                | --members 1000 --size 256 --outstanding 2
direct-cluster   | direct  | cluster-1 cluster-2 cluster-4                                                | --pairs 100 --size 256 --no-acks
connect          | connect | gateway edge-only stock-ws stock-quiet node-sws                              | --connections 8 --no-proof
connect-v2       | connect | gateway                                                                      | --connections 8 --no-proof --sws-version 2 --ca CA
connect-v2-known | connect | gateway                                                                      | --connections 8 --sws-version 2 --ca CA --cert CERT --key KEY
connect-v2-cold  | connect | gateway                                                                      | --connections 8 --sws-version 2 --ca CA --ca-key CAKEY
connect-v1-proof | connect | gateway                                                                      | --connections 8
connect-v1-rate  | connect | gateway                                                                      | --connections 64 --rate HALF
connect-v2-rate  | connect | gateway                                                                      | --connections 64 --rate HALF --sws-version 2 --ca CA --ca-key CAKEY
saturation       | echo    | gateway stock-ws                                                             | --connections 100 --size 256 --outstanding 4
p99-at-half      | echo    | gateway stock-ws                                                             | --connections 100 --size 256 --rate HALF
idle-8000        | idle    | gateway edge-only stock-ws node-sws                                          | --connections 8000
'
if [ "${1:-}" = --labels ]; then
  awk -F'|' 'NF > 1 { print $1 ": " $2 " of " $3 }' <<<"$plan" | tr -s ' '
  exit 0
fi

for name in ${SERVERS:-}; do
  grep -qE "^[^|]*\|[^|]*\|[^|]* $name +" <<<"$plan" || { echo "run.sh: SERVERS: no label measures $name; see --labels" >&2; exit 2; }
done

rounds="${1:-5}"
seconds="${2:-3}"
chosen=" ${*:3} "
work="$(mktemp -d)"
reports="$work/reports"
mkdir "$reports"
# shellcheck source=bench/servers.sh
. bench/servers.sh
trap stop_all EXIT

build_gateway
dotnet build tests/Benchmarks -c Release -v quiet --nologo >&2
dotnet build src/LoadGen -c Release -v quiet --nologo >&2
bench/install-peers.sh
build_floor
declare -A warm

# certificate NAME: one client certificate, issued by the authority that the server made for itself.
certificate() {
  [ -f "$work/client.cert" ] && return 0
  dotnet "$gateway_dll" cert key new --out "$work/client.key" >/dev/null
  dotnet "$gateway_dll" cert issue --ca "$work/$1/pki/ca.key" --key "$work/client.key" --name bench --ip 127.0.0.1 --days 1 \
    --out "$work/client.cert" >/dev/null
}

# half LABEL NAME: half the rate of messages, or of connections, that the server reached under a label of this run.
half() {
  node -e '
    const fs = require("fs"), [dir, label, server] = process.argv.slice(1);
    const rates = fs.readdirSync(dir).filter((f) => f.startsWith(`${label}.${server}.`) && f.endsWith(".json"))
      .map((f) => JSON.parse(fs.readFileSync(`${dir}/${f}`))).map((r) => r.scenario === "connect" ? r.handshake.rate : r.messages.rate).sort((a, b) => a - b);
    console.log(Math.round(rates[rates.length >> 1] / 2));' "$reports" "$1" "$2"
}

# measure LABEL SCENARIO NAME ROUND OPTIONS…
measure() {
  local label="$1" scenario="$2" name="$3" round="$4"
  shift 4
  # Memory per session is only true of a fresh server; a short echo loads its code and fills its pools first. The one that is warm stays.
  # What a server has given back while others were measured it has again after three seconds.
  local kept="" kept_url="" warmup=4s
  if [ "$scenario" = idle ]; then
    # What is kept for sessions shows when nothing else is: some servers give memory back once they are quiet.
    warmup=45s
    kept="${server[$name]:-}" kept_url="${url[$name]:-}"
    unset "server[$name]"
    start "$name" fresh
  else
    start "$name"
  fi
  local target="${url[$name]}" said="${protocol[$name]}" options=("$@") i of=""
  case "$label" in
    fanout-* | direct-*) if [ "$said" = raw ]; then said=protobuf.reliable; target="${target//\/echo/\/chat}"; fi ;;
    connect-v2-*) certificate "$name"; target="${target%/echo}/secure" ;;
  esac
  # The rates that these are half of come first.
  case "$label" in
    p99-at-half) of=saturation; [ -f "$reports/$of.$name.$round.json" ] || measure "$of" echo "$name" "$round" --connections 100 --size 256 --outstanding 4 ;;
    connect-*-rate)
      of=connect-v2-cold
      [ -f "$reports/$of.$name.$round.json" ] || measure "$of" connect "$name" "$round" --connections 8 --sws-version 2 --ca CA --ca-key CAKEY ;;
  esac
  for i in "${!options[@]}"; do
    case "${options[$i]}" in
      CA) options[$i]="$work/$name/pki/ca.cert" ;;
      CAKEY) options[$i]="$work/$name/pki/ca.key" ;;
      CERT) options[$i]="$work/client.cert" ;;
      KEY) options[$i]="$work/client.key" ;;
      HALF) options[$i]="$(half "$of" "$name")" ;;
    esac
  done
  local common=(--url "$target" --transport "${transport[$name]}" --server-pid "${server[$name]}" ${extra[$name]})
  if [ "$scenario" = idle ]; then loadgen --scenario echo --connections 20 --duration 1s "${common[@]}" >/dev/null 2>&1 || true; fi
  [ "$said" = raw ] || common+=(--protocol "$said")
  # The first run of a kind is thrown away: it measures compilers.
  if [ "$scenario" != idle ] && [ -z "${warm[$label.$name]:-}" ]; then
    warm[$label.$name]=1
    loadgen --scenario "$scenario" "${common[@]}" --duration 8s "${options[@]}" >/dev/null 2>&1 || true
  fi
  loadgen --scenario "$scenario" "${common[@]}" --duration "${seconds}s" --warmup "$warmup" --report "$reports/$label.$name.$round.json" \
    "${options[@]}" >"$work/load.log" 2>&1 || { echo "bench: $label of $name, round $round:" >&2; tail -5 "$work/load.log" >&2; }
  if [ "$scenario" = idle ]; then
    stop "$name"
    [ -z "$kept" ] || server[$name]="$kept" url[$name]="$kept_url"
  fi
}

for round in $(seq "$rounds"); do
  dotnet "$benchmarks_dll" primitives >"$reports/primitives.$round.json"
  while IFS='|' read -r label scenario names options; do
    read -r label scenario <<<"$label $scenario"
    [ -n "$label" ] || continue
    [ "$chosen" = "  " ] || [[ "$chosen" == *" $label "* ]] || continue
    for name in $names; do
      [ -z "${SERVERS:-}" ] || [[ " $SERVERS " == *" $name "* ]] || continue
      read -ra words <<<"$options"
      measure "$label" "$scenario" "$name" "$round" "${words[@]}" </dev/null
    done
    echo "round $round: $label" >&2
  done <<<"$plan"
done
node bench/table.mjs "$reports"
echo
node bench/goals.mjs "$reports"
echo "reports: $reports" >&2
