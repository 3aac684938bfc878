# Sourced by bench/run.sh: starts servers by name, each when it is first measured, and knows how to reach them.
# Every server has its own ports on loopback; certificates for TLS are made once for all.

declare -A url transport server protocol extra
pids=()
descriptors=20000
gateway_dll="$work/gateway-dll/Sws.Gateway.dll"
benchmarks_dll=tests/Benchmarks/bin/Release/net10.0/Sws.Benchmarks.dll

loadgen() { dotnet src/LoadGen/bin/Release/net10.0/Sws.LoadGen.dll run "$@"; }

# build_gateway: as deploy/Dockerfile does, compiled ahead. That restores more than a build does: the lock files stay as they are.
build_gateway() {
  dotnet publish src/Gateway -c Release --use-current-runtime --self-contained false -p:PublishReadyToRun=true -o "$work/gateway-dll" \
    -p:NuGetLockFilePath=obj/publish.lock.json -v quiet --nologo >&2
}

# build_both: the gateway and the load generator, and all the descriptors that a process here may have.
build_both() {
  build_gateway
  dotnet build src/LoadGen -c Release -v quiet --nologo >&2
  ulimit -n "$descriptors"
}

# build_floor: with the libsodium that the gateway has, and hence after tests/Benchmarks.
build_floor() {
  local library
  library="$(find "$PWD/tests/Benchmarks/bin/Release" -path "*/$(dotnet --info | awk '$1 == "RID:" { print $2 }')/*" -name libsodium.so)"
  cc -O2 -o "$work/floor" bench/floor.c "$library" -Wl,-rpath,"$(dirname "$library")"
}

make_certificate() {
  [ -f "$work/tls.crt" ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$work/tls.key" -out "$work/tls.crt" 2>/dev/null
}

# launch NAME PORT COMMAND…: starts it and waits until the port answers.
launch() {
  local name="$1" port="$2"
  shift 2
  "$@" </dev/null >"$work/$name.log" 2>&1 &
  server[$name]=$!
  pids+=("$!")
  timeout 60 bash -c "until (echo > /dev/tcp/127.0.0.1/$port) 2>/dev/null; do sleep 0.1; done" || {
    echo "bench: $name did not start:" >&2
    cat "$work/$name.log" >&2
    exit 1
  }
}

# gateway NAME PORT OPTIONS…: four ports from PORT on, and a data directory of its own.
gateway() {
  local name="$1" port="$2"
  shift 2
  launch "$name" "$port" dotnet "$gateway_dll" --Gateway:SwsPort="$port" --Gateway:HttpPort="$((port + 1))" \
    --Gateway:BindAddress=127.0.0.1 --Gateway:DataDirectory="$work/$name" --Cluster:SiloPort="$((port + 2))" \
    --Cluster:GatewayPort="$((port + 3))" --Gateway:SampleHubs=true --Hubs:secure:Versions=2 --Hubs:secure:RequireCert=true \
    --Hubs:secure:Handler=Echo "$@"
  # The ports are open before the node is ready, and until then clients are turned away.
  timeout 60 bash -c "until curl -sf -o /dev/null http://127.0.0.1:$((port + 1))/healthz/ready; do sleep 0.1; done" || {
    echo "bench: $name did not become ready:" >&2
    cat "$work/$name.log" >&2
    exit 1
  }
}

# cluster NAME PORT NODES OPTIONS…: gateways that share a Redis; CPU and memory are summed over the gateways.
cluster() {
  local name="$1" port="$2" nodes="$3" ids=() urls=() number own
  shift 3
  launch "$name-redis" "$port" redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no --dir "$work"
  [ -f "$work/pki/ca.key" ] || dotnet "$gateway_dll" cert ca new --name bench --days 2 --out "$work/pki" >/dev/null
  for number in $(seq "$nodes"); do
    own=$((port + number * 4))
    gateway "$name-$number" "$own" --Cluster:Provider=Redis --Cluster:Redis="127.0.0.1:$port" --Cluster:ClusterId="$name" \
      --Cluster:AdvertisedAddress=127.0.0.1 --Trust:CaKeyFile="$work/pki/ca.key" "$@"
    ids+=("${server[$name-$number]}")
    urls+=("ws://127.0.0.1:$own/client/hubs/echo")
  done
  server[$name]="$(IFS=,; echo "${ids[*]}")"
  url[$name]="$(IFS=,; echo "${urls[*]}")"
  transport[$name]=sws
}

nats_config() { # PORT WSPORT TLS
  cat >"$work/nats-$2.conf" <<CONF
host: 127.0.0.1
port: $1
websocket {
  host: 127.0.0.1
  port: $2
  $3
}
CONF
}

# start NAME [fresh]: once; a second call does nothing. A fresh one has other ports, so that it can run beside the one that is warm.
start() {
  local name="$1" scheme=ws fresh=0 port own=()
  [ "${2:-}" != fresh ] || { fresh=1000; own=(--Gateway:DataDirectory="$work/$name-fresh"); }
  [ -z "${server[$name]:-}" ] || return 0
  case "$name" in *-wss) make_certificate; scheme=wss ;; esac
  transport[$name]=ws protocol[$name]=raw
  case "$name" in
    gateway)
      port=$((18181 + fresh))
      gateway "$name" "$port" "${own[@]}"; transport[$name]=sws; url[$name]=ws://127.0.0.1:$port/client/hubs/echo ;;
    gateway-wss)
      gateway "$name" 18191 --Gateway:TlsCertificateFile="$work/tls.crt" --Gateway:TlsKeyFile="$work/tls.key"
      transport[$name]=sws; url[$name]=wss://127.0.0.1:18191/client/hubs/echo ;;
    cluster-1 | cluster-2 | cluster-4) cluster "$name" "$((18300 + ${name#cluster-} * 40))" "${name#cluster-}" ;;
    edge-only)
      # With the gateway's own settings of the runtime: it is the gateway's edge that is measured.
      port=$((18201 + fresh))
      launch "$name" "$port" dotnet exec --runtimeconfig "${gateway_dll%.dll}.runtimeconfig.json" "$benchmarks_dll" edge "$port"
      transport[$name]=sws; url[$name]=ws://127.0.0.1:$port/client/hubs/echo ;;
    node-sws)
      port=$((18211 + fresh))
      launch "$name" "$port" node bench/node-sws-server.mjs "$port"; transport[$name]=sws; url[$name]=ws://127.0.0.1:$port/echo ;;
    stock-ws)
      port=$((18221 + fresh))
      launch "$name" "$port" dotnet "$benchmarks_dll" stock "$port"; url[$name]=ws://127.0.0.1:$port/ ;;
    stock-quiet)
      # As the edge has it: a pool that spins while it waits is CPU of its own, which would be taken for that of the upgrade.
      launch "$name" 18223 env DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0 dotnet "$benchmarks_dll" stock 18223; url[$name]=ws://127.0.0.1:18223/ ;;
    floor) launch "$name" 18271 "$work/floor" 18271; url[$name]=ws://127.0.0.1:18271/ ;;
    stock-wss) launch "$name" 18222 dotnet "$benchmarks_dll" stock 18222 "$work/tls.crt" "$work/tls.key"; url[$name]=wss://127.0.0.1:18222/ ;;
    plain-hub) launch "$name" 18231 dotnet "$benchmarks_dll" plain-hub 18231; protocol[$name]=protobuf.reliable; url[$name]=ws://127.0.0.1:18231/ ;;
    signalr) launch "$name" 18241 dotnet "$benchmarks_dll" signalr 18241; protocol[$name]=signalr; url[$name]=ws://127.0.0.1:18241/hub ;;
    signalr-wss)
      launch "$name" 18242 dotnet "$benchmarks_dll" signalr 18242 "$work/tls.crt" "$work/tls.key"
      protocol[$name]=signalr; url[$name]=wss://127.0.0.1:18242/hub ;;
    nats)
      nats_config 18250 18251 'no_tls: true'
      launch "$name" 18251 nats-server -c "$work/nats-18251.conf"; protocol[$name]=nats; url[$name]=ws://127.0.0.1:18251/ ;;
    nats-wss)
      nats_config 18252 18253 "tls { cert_file: '$work/tls.crt', key_file: '$work/tls.key' }"
      launch "$name" 18253 nats-server -c "$work/nats-18253.conf"; protocol[$name]=nats; url[$name]=wss://127.0.0.1:18253/ ;;
    socketio) launch "$name" 18261 node bench/socketio-server.mjs 18261; protocol[$name]=socketio; url[$name]=ws://127.0.0.1:18261/socket.io/ ;;
    socketio-wss)
      launch "$name" 18262 node bench/socketio-server.mjs 18262 "$work/tls.crt" "$work/tls.key"
      protocol[$name]=socketio; url[$name]=wss://127.0.0.1:18262/socket.io/ ;;
    *) echo "bench: no server is called $name" >&2; exit 2 ;;
  esac
  extra[$name]=""
  [ "$scheme" = ws ] || extra[$name]=--tls-insecure
}

# stop NAME: ends it; the next start begins afresh.
stop() {
  [ -n "${server[$1]:-}" ] || return 0
  local id
  for id in ${server[$1]//,/ }; do
    kill "$id" 2>/dev/null || true
    wait "$id" 2>/dev/null || true
  done
  unset "server[$1]"
}

stop_all() {
  local name
  # A node whose Redis has gone tries for minutes to say that it leaves.
  for name in "${!server[@]}"; do [[ "$name" == *-redis ]] || stop "$name"; done
  for name in "${!server[@]}"; do stop "$name"; done
}
