#!/usr/bin/env bash
# Compiles and lints infra/ without a warning and looks at what came of it; Azure is not asked. The last line is
# `N passed, N failed, N skipped`. Bicep is $BICEP, the one on the PATH, or the one that NuGet gives.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

passed=0 failed=0
end() { printf 'infra: %s passed, %s failed, %s skipped\n' "$passed" "$failed" "${1:-0}"; [[ $failed -eq 0 ]]; exit; }

find_bicep() {
  [[ -n "${BICEP:-}" ]] && { echo "$BICEP"; return; }
  command -v bicep && return
  [[ "$(uname -sm)" == "Linux x86_64" ]] || return 0
  dotnet restore tests/infra/bicep.csproj --nologo -v quiet >/dev/null 2>&1 || true
  find "${NUGET_PACKAGES:-$HOME/.nuget/packages}/azure.bicep.commandline.linux-x64" -name bicep -type f 2>/dev/null | sort -V | tail -n 1 || true
}

# A warning is a failure as well: whatever is said, is said for nothing to be wrong.
check() {
  local what=$1 said
  shift
  if said=$("$@" 2>&1) && [[ -z "$said" ]]; then
    passed=$((passed + 1))
  else
    printf '%s: %s\n' "$what" "$said"
    failed=$((failed + 1))
  fi
}

bicep=$(find_bicep)
if [[ -z "$bicep" ]]; then
  echo "No Bicep compiler: infra/ was not looked at."
  end 1
fi

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
id=11111111-2222-4333-8444-555555555555
export TENANT_ID=$id CLIENT_ID=$id RECORDS_ORIGIN=cctv.example.org DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
for file in infra/*.bicep infra/modules/*.bicep; do
  check "bicep lint $file" "$bicep" lint "$file"
  check "bicep format $file" diff <("$bicep" format "$file" --stdout) "$file"
done
for file in infra/*.bicepparam; do
  check "bicep lint $file" "$bicep" lint "$file"
  check "bicep build-params $file" "$bicep" build-params "$file" --outfile "$out/params.json"
done
check "bicep build infra/main.bicep" "$bicep" build infra/main.bicep --outfile "$out/main.json"
TEMPLATE="$out/main.json" node --test --test-reporter=tap tests/infra/template.test.mjs >"$out/tap" || true
read -r p f < <(awk '/^# pass /{p=$3} /^# (fail|cancelled) /{f+=$3} END{print p+0, f+0}' "$out/tap")
[[ $((p + f)) -gt 0 ]] || f=1
[[ $f -eq 0 ]] || cat "$out/tap"
passed=$((passed + p)) failed=$((failed + f))
end
