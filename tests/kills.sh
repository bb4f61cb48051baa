#!/usr/bin/env bash
# Kills the program (SIGKILL) in the middle of its work, again and again, and compares what it holds with what it
# acknowledged. The last line says what was found; the exit code is 0 only where nothing was.
#
#   bash tests/kills.sh [KILLS=200] [SEED]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

dotnet build tests/TeamsCctv.Kills --configuration Debug --nologo -v quiet
exec dotnet tests/TeamsCctv.Kills/bin/Debug/net10.0/TeamsCctv.Kills.dll "$@"
