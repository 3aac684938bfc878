#!/usr/bin/env bash
# The one test command: installs what the tests need, builds, runs every tests/*.Tests project and prints,
# last and alone on a line, "N passed, N failed" summed over all of them.
# Exit codes: 0 every test passed; 1 anything else (a failed install or build, a crash, no test run).
#
#   ./test.sh                            all of it
#   ./test.sh Protocol.Tests Grains.Tests   only these test projects
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

configuration="${CONFIGURATION:-Release}"
project_timeout="${TEST_PROJECT_TIMEOUT:-15m}"

say() { printf '\n== %s\n' "$*"; }

# as_root COMMAND…: runs it as root, through sudo where we are somebody else.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "test.sh: '$*' needs root and there is no sudo; run it yourself, then again ./test.sh" >&2
    return 1
  fi
}

# install_debian_packages: what the tests start as programs of their own. Nothing happens where all are there.
install_debian_packages() {
  local wanted=()
  command -v redis-server >/dev/null || wanted+=(redis-server)
  command -v chromium >/dev/null || wanted+=(chromium)
  command -v node >/dev/null || wanted+=(nodejs)
  command -v npm >/dev/null || wanted+=(npm)
  command -v haproxy >/dev/null || wanted+=(haproxy)
  command -v curl >/dev/null || wanted+=(curl)
  # nginx is in a folder that is not in everybody's path.
  { command -v nginx || [ -x /usr/sbin/nginx ]; } >/dev/null || wanted+=(nginx-light)
  [ -e /usr/lib/nginx/modules/ngx_stream_module.so ] || wanted+=(libnginx-mod-stream)
  [ ${#wanted[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || {
    echo "test.sh: missing ${wanted[*]}, and no apt-get to install them with; install them, then again ./test.sh" >&2
    return 1
  }
  say "Installing ${wanted[*]}"
  # Tests start their own redis-server on a free port; the package must not start one on the usual port.
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
}

# require_kubectl: the only program that is not installed here, since Debian's is too old to render the manifests.
require_kubectl() {
  command -v kubectl >/dev/null || {
    echo "test.sh: missing kubectl, and Debian has only one that is too old for the manifests; install it as https://kubernetes.io/docs/tasks/tools/ says, then again ./test.sh" >&2
    return 1
  }
}

# install_node_packages: the real peers, exactly as locked; again only when the lock file changed.
install_node_packages() {
  local stamp=tests/Interop/node_modules/.installed-lock
  if cmp -s tests/Interop/package-lock.json "$stamp"; then
    return 0
  fi
  say "npm ci in tests/Interop"
  (cd tests/Interop && npm ci --no-audit --no-fund --loglevel=error)
  cp tests/Interop/package-lock.json "$stamp"
}

# test_projects: the names of the projects to run, one a line.
test_projects() {
  local directory
  if [ $# -gt 0 ]; then
    printf '%s\n' "$@"
    return
  fi
  for directory in tests/*.Tests; do
    basename "$directory"
  done
}

# has_tests PROJECT: whether it has any source of its own yet.
has_tests() {
  [ -n "$(find "tests/$1" -name '*.cs' -not -path '*/bin/*' -not -path '*/obj/*' -print -quit)" ]
}

passed=0
failed=0

# count_results PROJECT LOG EXIT_CODE: adds what the project's summary line says. A run that ended without a summary,
# or badly without a failed test, counts as one failure; so does a project with sources that ran no test.
count_results() {
  local project="$1" log="$2" code="$3" summary total errors failures skipped not_run bad
  summary="$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+, Not Run: [0-9]+' "$log" | tail -n 1 || true)"
  if [ -z "$summary" ]; then
    echo "test.sh: $project ended with exit code $code and no summary" >&2
    failed=$((failed + 1))
    return
  fi
  total="$(sed -E 's/.*Total: ([0-9]+).*/\1/' <<<"$summary")"
  errors="$(sed -E 's/.*Errors: ([0-9]+).*/\1/' <<<"$summary")"
  failures="$(sed -E 's/.*Failed: ([0-9]+).*/\1/' <<<"$summary")"
  skipped="$(sed -E 's/.*Skipped: ([0-9]+).*/\1/' <<<"$summary")"
  not_run="$(sed -E 's/.*Not Run: ([0-9]+).*/\1/' <<<"$summary")"
  bad=$((errors + failures))
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then
    echo "test.sh: $project exited with $code though no test failed" >&2
    bad=1
  fi
  if [ "$total" -eq 0 ] && [ "$bad" -eq 0 ]; then
    echo "test.sh: $project has sources but ran no test" >&2
    bad=1
  fi
  failed=$((failed + bad))
  passed=$((passed + total - failures - skipped - not_run))
}

# run_project PROJECT: runs its executable with its output shown and counted.
run_project() {
  local project="$1" log code=0
  local executable="tests/$project/bin/$configuration/net10.0/Sws.$project"
  if ! has_tests "$project"; then
    say "$project has no tests yet"
    return
  fi
  say "$project"
  log="$logs/$project.log"
  timeout --kill-after=15s "$project_timeout" "$executable" </dev/null 2>&1 | tee "$log" || code=$?
  if [ "$code" -eq 124 ] || [ "$code" -eq 137 ]; then
    echo "test.sh: $project did not end within $project_timeout" >&2
  fi
  count_results "$project" "$log" "$code"
}

# A compiler server of this script's own: without one every project starts a compiler anew, and with the usual one it would outlive
# the script.
compiler="sws-test-$$"
stop_compiler() {
  local file
  # grep finds itself too, and has ended by then.
  for file in $(grep -las -- "-pipename:$compiler" /proc/[0-9]*/cmdline); do
    file="${file#/proc/}"
    kill "${file%/cmdline}" 2>/dev/null || true
  done
}

logs="$(mktemp -d)"
finish() {
  local code=$?
  rm -rf "$logs"
  stop_compiler
  # Anything that ended the script before the counts were printed is a failure, and says so in the same form.
  if [ -z "${reported:-}" ]; then
    printf '\n%d passed, %d failed\n' "$passed" "$((failed + 1))"
    [ "$code" -ne 0 ] || code=1
  fi
  exit "$code"
}
trap finish EXIT

require_kubectl
install_debian_packages
install_node_packages

say "Building Gateway.sln ($configuration)"
# No build server may outlive the script.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NO_COLOR=1
dotnet build Gateway.sln -c "$configuration" --nologo -v minimal -p:UseSharedCompilation=true -p:SharedCompilationId="$compiler"
# What it holds is memory that the tests need.
stop_compiler

for project in $(test_projects "$@"); do
  run_project "$project"
done

if [ $((passed + failed)) -eq 0 ]; then
  echo "test.sh: no test ran" >&2
  failed=1
fi
reported=yes
printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
