#!/usr/bin/env bash
# Proves that the history checker can fail: copies the tree, plants one bug at a time (planted/*.patch), builds, runs rounds
# with fixed seeds and expects the violation that the patch names; and runs the tree as it is with the same rounds,
# expecting none.
#
#   tests/Chaos/planted.sh [NAME…]     all patches, or only these (tail-dropped, say); "clean" is the tree as it is
#
# Exit codes: 0 every bug was found and the clean tree has none; 1 otherwise. SEED and ROUNDS_TIMEOUT change the runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

seed="${SEED:-7}"
rounds_timeout="${ROUNDS_TIMEOUT:-15m}"
copy="$(mktemp -d)"
trap 'rm -rf "$copy"' EXIT
failed=0

# fresh_copy: the tracked files as they are now, keeping what the last build left there. As new: a build leaves out what is
# older than its outputs, and would keep the bug planted before.
fresh_copy() {
  git ls-files -z | tar --null -T - -cf - | tar -C "$copy" -xmf -
}

build() {
  (cd "$copy" && dotnet build tests/Chaos -c Release --nologo -v quiet -p:RunAnalyzers=false)
}

# run_rounds LOG ARGUMENTS…: the exit code of the rounds.
run_rounds() {
  local log="$1" code=0
  shift
  (cd "$copy" && timeout "$rounds_timeout" dotnet tests/Chaos/bin/Release/net10.0/Sws.Chaos.dll --seed "$seed" --keep "$copy/histories" "$@") >"$log" 2>&1 || code=$?
  return "$code"
}

# header FIELD PATCH: what the head of a patch says of it.
header() {
  sed -n "s/^$1: //p" "$2" | head -n 1
}

# check_clean: every set of rounds that a patch is run with, on the tree as it is.
check_clean() {
  local arguments log="$copy/clean.log"
  fresh_copy
  build
  while read -r arguments; do
    # shellcheck disable=SC2086 # the arguments are words
    if run_rounds "$log" $arguments; then
      echo "clean: nothing found, as it should be ($arguments)"
    else
      echo "clean: FOUND SOMETHING ($arguments)"
      cat "$log"
      failed=1
    fi
  done < <(for patch in tests/Chaos/planted/*.patch; do header run "$patch"; done | sort -u)
}

check_planted() {
  local patch="$1" name log expected arguments
  name="$(basename "$patch" .patch)"
  log="$copy/$name.log"
  expected="$(header expect "$patch")"
  arguments="$(header run "$patch")"
  fresh_copy
  (cd "$copy" && patch -p1 -s <"tests/Chaos/planted/$name.patch")
  build
  # shellcheck disable=SC2086 # the arguments are words
  if run_rounds "$log" $arguments; then
    echo "$name: NOT FOUND"
    tail -n 20 "$log"
    failed=1
  elif grep -q "^$expected: " "$log"; then
    echo "$name: found: $(grep -m 1 "^$expected: " "$log")"
  else
    echo "$name: ended without the expected violation $expected"
    tail -n 40 "$log"
    failed=1
  fi
}

names=("$@")
[ ${#names[@]} -gt 0 ] || mapfile -t names < <(echo clean; for patch in tests/Chaos/planted/*.patch; do basename "$patch" .patch; done)
for name in "${names[@]}"; do
  if [ "$name" = clean ]; then
    check_clean
  else
    check_planted "tests/Chaos/planted/$name.patch"
  fi
done
exit "$failed"
