#!/usr/bin/env bash
# Measures the gateway beside its peers: each server in turn, round by round, on one machine, with the same load generator.
# Prints a table of medians with their ranges and the ratios of the goals. Needs a quiet machine and about ten minutes.
#   bench/run.sh [ROUNDS] [SECONDS] [LABEL…]      labels as in measure below; without any, all of them
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds="${1:-5}"
seconds="${2:-3}"
labels=" ${*:3} "
reports="$(mktemp -d)"
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$reports"
}
trap finish EXIT

dotnet build Gateway.sln -c Release -v quiet --nologo >&2
[ -d tests/Interop/node_modules ] || (cd tests/Interop && npm ci --no-audit --no-fund --loglevel=error >&2)

declare -A url transport server
start() { # NAME TRANSPORT PORT PATH COMMAND…
  local name="$1" port="$3"
  url[$name]="ws://127.0.0.1:$port$4"
  transport[$name]="$2"
  shift 4
  "$@" </dev/null >"$reports/$name.log" 2>&1 &
  server[$name]=$!
  pids+=("$!")
  timeout 30 bash -c "until (echo > /dev/tcp/127.0.0.1/$port) 2>/dev/null; do sleep 0.1; done" || {
    echo "bench: $name did not start:" >&2
    cat "$reports/$name.log" >&2
    exit 1
  }
}

benchmarks=tests/Benchmarks/bin/Release/net10.0/Sws.Benchmarks.dll
start gateway sws 18181 /client/hubs/echo dotnet src/Gateway/bin/Release/net10.0/Sws.Gateway.dll --Gateway:SwsPort=18181 --Gateway:HttpPort=18182 \
  --Gateway:BindAddress=127.0.0.1 --Gateway:DataDirectory="$reports/data" --Cluster:SiloPort=18183 --Cluster:GatewayPort=18184
start edge-only sws 18185 /client/hubs/echo dotnet "$benchmarks" edge 18185
start stock-ws ws 18186 / dotnet "$benchmarks" stock 18186
start node-sws sws 18187 /echo node bench/node-sws-server.mjs 18187

measure() { # NAME SCENARIO LABEL ROUND OPTIONS…
  local name="$1" scenario="$2" label="$3" round="$4"
  shift 4
  [ "$labels" = "  " ] || [[ "$labels" == *" $label "* ]] || return 0
  dotnet src/LoadGen/bin/Release/net10.0/Sws.LoadGen.dll run --scenario "$scenario" --url "${url[$name]}" --transport "${transport[$name]}" \
    --server-pid "${server[$name]}" --duration "${seconds}s" --warmup 1s --report "$reports/$label.$name.$round.json" "$@" \
    >"$reports/load.log" 2>&1 || { cat "$reports/load.log" >&2; return 0; }
}

for round in $(seq "$rounds"); do
  for name in gateway edge-only stock-ws node-sws; do
    measure "$name" echo echo-256-at-100 "$round" --connections 100 --size 256
    measure "$name" echo echo-256-at-1000 "$round" --connections 1000 --size 256
    measure "$name" echo echo-4096-at-100 "$round" --connections 100 --size 4096
    measure "$name" connect connect "$round" --connections 8 --no-proof
    measure "$name" idle idle-2000 "$round" --connections 2000
    echo "round $round: $name" >&2
  done
done
node bench/table.mjs "$reports"
