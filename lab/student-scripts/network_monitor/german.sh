#!/usr/bin/env bash
# title: German words, colours, set -euo pipefail, nc, a log in a folder below the home
# loses: none
set -euo pipefail
SCHNITTSTELLE="${1:-eth0}"
PROTOKOLL="$HOME/logs/netzwerk.log"
mkdir -p "$(dirname "$PROTOKOLL")"
DIENSTE=(ml-api.internal:8080 feature-store.internal:6379)
rot=$'\033[31m'; gruen=$'\033[32m'; aus=$'\033[0m'
melde() { printf '%s %s\n' "$(date '+%d.%m.%Y %H:%M:%S')" "$*" | tee -a "$PROTOKOLL"; }
pruefe() {
  local ziel=$1 wirt=${1%:*} tor=${1#*:}
  if nc -z -w 2 "$wirt" "$tor" >/dev/null 2>&1; then melde "${gruen}$ziel erreichbar${aus}"; else melde "${rot}$ziel nicht erreichbar${aus}"; fi
}
while :; do
  verbunden=$(ss -Htn state established | wc -l)
  melde "Verbindungen: $verbunden aufgebaut"
  ip -s link show "$SCHNITTSTELLE" >/dev/null
  for d in "${DIENSTE[@]}"; do pruefe "$d"; done
  sleep "${ABSTAND:-30}"
done
