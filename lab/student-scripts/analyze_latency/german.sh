#!/usr/bin/env bash
# title: German words, colours, decimal commas, nearest rank by whole numbers, bc
# loses: none
# Auswertung der Latenz
set -euo pipefail
ziel=${1:?Aufruf: $0 <Ziel> [Anzahl]}
anzahl=${2:-200}
rot=$'\e[31m' gruen=$'\e[32m' aus=$'\e[0m'
roh=$(mktemp); trap 'rm -f "$roh"' EXIT
printf '%s=== Latenzanalyse für %s ===%s\n' "$gruen" "$ziel" "$aus"
LC_ALL=C /usr/bin/ping -n -c "$anzahl" -i 0.2 "$ziel" >"$roh" || true
verlust=$(sed -n 's/.* \([0-9.]*\)% packet loss.*/\1/p' "$roh")
mapfile -t werte < <(sed -n 's/.*time=\([0-9.]*\) ms/\1/p' "$roh" | sort -n)
n=${#werte[@]}
perzentil() { local i=$(( ($1 * n + 99) / 100 - 1 )); echo "${werte[$i]}"; }
summe=$(printf '%s\n' "${werte[@]}" | paste -sd+ | bc -l)
mittel=$(echo "scale=2; $summe / $n" | bc)
printf 'Kleinster Wert:   %s ms\n' "${werte[0]/./,}"
printf 'Zentralwert:      %s ms\n' "$(perzentil 50)"
printf '95. Perzentil:    %s ms\n' "$(perzentil 95)"
printf '99. Perzentil:    %s ms\n' "$(perzentil 99)"
printf 'Größter Wert:     %s ms\n' "${werte[$((n-1))]}"
printf 'Mittelwert:       %s ms\n' "${mittel/./,}"
printf 'Paketverlust:     %s%s %%%s\n' "$rot" "${verlust/./,}" "$aus"
