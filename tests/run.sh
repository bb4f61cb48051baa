#!/usr/bin/env bash
# Runs every test of the product; the last line is `N passed, N failed, N skipped`.
#
#   bash tests/run.sh                        everything
#   bash tests/run.sh unit|flow|browser|infra …    only those
#
# Needs the .NET 10 SDK and Node 20. Installs the rest: the tests' npm packages (the build installs the program's), and
# Chromium from Debian's packages where there is none. Reports are in artifacts/tests; clauses.txt there says which test
# holds which clause, and how it went. With CI=true the restore is locked and no build server is left running.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

reports=artifacts/tests
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1
if [[ "${CI:-}" == true ]]; then
  export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
fi

say() { printf '\n== %s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }

suites=("$@")
[[ ${#suites[@]} -gt 0 ]] || suites=(unit flow browser infra)
for suite in "${suites[@]}"; do
  case $suite in unit | flow | browser | infra) ;; *) stop "Use: tests/run.sh [unit] [flow] [browser] [infra]" ;; esac
done
wants() { [[ " ${suites[*]} " == *" $1 "* ]]; }

# A test project belongs to one suite by its name; a new one is found without a change here.
suite_of() {
  case $1 in
    TeamsCctv.Tests) echo flow ;;
    *.Browser.Tests) echo browser ;;
    *) echo unit ;;
  esac
}

need() { command -v "$1" >/dev/null || stop "$1 is not installed: the tests need $2."; }

# The lock file of the last install is kept beside it: the same one is not installed twice.
npm_packages() {
  local folder=$1 lock=$1/package-lock.json stamp=$1/node_modules/.installed-lock
  cmp -s "$lock" "$stamp" && return 0
  say "npm ci in $folder"
  npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error
  cp "$lock" "$stamp"
}

has_chromium() {
  [[ -n "${CHROMIUM_PATH:-}" ]] && return 0
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
    command -v "$name" >/dev/null && return 0
  done
  return 1
}

install_chromium() {
  has_chromium && return 0
  local root=()
  if [[ $(id -u) -ne 0 ]]; then
    command -v sudo >/dev/null && sudo -n true 2>/dev/null && root=(sudo -n)
    [[ ${#root[@]} -gt 0 ]] || { no_chromium; return 0; }
  fi
  command -v apt-get >/dev/null || { no_chromium; return 0; }
  say "Chromium from Debian's packages"
  { "${root[@]}" apt-get update -qq &&
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null; } || no_chromium
}

# A person may go on without; a run that is to be relied on may not.
no_chromium() {
  local how="No Chromium: install one (Debian: apt-get install chromium) or set CHROMIUM_PATH."
  [[ "${CI:-}" != true ]] || stop "$how"
  echo "$how The browser tests will be skipped."
}

need dotnet "the .NET 10 SDK"
need node "Node 20 or later"
need npm "npm, which comes with Node"
rm -rf "$reports"
mkdir -p "$reports"

# infra/ is compiled by another compiler, and holds no clause.
only_infra=false
[[ "${suites[*]}" != infra ]] || only_infra=true
if ! $only_infra; then
  npm_packages tests/js
  if wants browser; then install_chromium; fi

  say "Build"
  dotnet build TeamsCctv.sln --configuration Debug --nologo -v quiet
fi

passed=0 failed=0 skipped=0
add() { passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3)); }

# A project whose runner fails or runs nothing counts as a failure even where its report names none.
run_project() {
  local name=$1 report=$reports/$1.trx status=0 counters p f s
  say "$name"
  dotnet test --project "tests/$name" --no-build --configuration Debug --no-progress --no-ansi \
    --results-directory "$reports" --report-xunit-trx --report-xunit-trx-filename "$name.trx" --report-xunit-xml --report-xunit-xml-filename "$name.xml" || status=$?
  counters=$(grep -o '<Counters [^>]*>' "$report" 2>/dev/null || true)
  count() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
  p=$(count passed) f=$(($(count failed) + $(count error) + $(count timeout) + $(count aborted))) s=$(count notExecuted)
  if [[ $((${p:-0} + f)) -eq 0 ]]; then
    echo "$name ran no test."
    f=1
  elif [[ $status -ne 0 && $f -eq 0 ]]; then
    echo "$name: the runner ended with exit code $status."
    f=1
  fi
  add "${p:-0}" "$f" "${s:-0}"
}

run_node() {
  local log=$reports/js.tap p f s
  say "tests/js"
  (cd tests/js && node --test --test-reporter=tap) >"$log" || true
  read -r p f s < <(awk '/^# pass /{p=$3} /^# (fail|cancelled) /{f+=$3} /^# (skipped|todo) /{s+=$3} END{print p+0, f+0, s+0}' "$log")
  if [[ $((p + f)) -eq 0 ]]; then
    cat "$log"
    echo "tests/js ran no test."
    f=1
  elif [[ $f -gt 0 ]]; then
    grep -Ev '^ *(duration_ms|type|---|\.\.\.)|^(ok|# Subtest|TAP)' "$log"
  fi
  echo "tests/js: $p passed, $f failed, $s skipped"
  add "$p" "$f" "$s"
}

# Its last line counts; without a Bicep compiler it says so and is one that was skipped.
run_infra() {
  local log=$reports/infra.txt p f s status=0
  say "infra"
  bash tests/infra.sh >"$log" || status=$?
  cat "$log"
  read -r p f s < <(sed -n 's/^infra: \([0-9]*\) passed, \([0-9]*\) failed, \([0-9]*\) skipped$/\1 \2 \3/p' "$log" | tail -n 1) || true
  if [[ $((${p:-0} + ${f:-0} + ${s:-0})) -eq 0 || ($status -ne 0 && ${f:-0} -eq 0) ]]; then
    echo "tests/infra.sh ended with exit code $status."
    f=1
  fi
  add "${p:-0}" "${f:-0}" "${s:-0}"
}

if wants flow; then run_node; fi
if wants infra; then run_infra; fi
for suite in unit flow browser; do
  wants "$suite" || continue
  for project in tests/*.Tests/; do
    project=$(basename "$project")
    if [[ $(suite_of "$project") == "$suite" ]]; then run_project "$project"; fi
  done
done

# Which clause of a policy is held by which test.
if ! $only_infra; then
  node tests/js/clauses.mjs "$reports"/*.xml >"$reports/clauses.txt" || failed=$((failed + 1))
  tail -n 1 "$reports/clauses.txt"
fi

printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
[[ $failed -eq 0 ]]
