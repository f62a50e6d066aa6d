#!/bin/bash
# title: Sixty pings of one packet each, printed as JSON
# loses: none
set -u
host=$1
declare -a rtts=()
sent=0
for i in $(seq 60); do
  sent=$((sent + 1))
  t=$(ping -c 1 -W 1 "$host" 2>/dev/null | grep -o 'time=[0-9.]*' | cut -d= -f2)
  [ -n "$t" ] && rtts+=("$t")
  sleep 0.2
done
sorted=($(printf '%s\n' "${rtts[@]}" | sort -n))
n=${#sorted[@]}
p() { echo "${sorted[$(( n * $1 / 100 ))]}"; }
avg=$(printf '%s\n' "${sorted[@]}" | awk '{s+=$1}END{print s/NR}')
echo "{\"host\":\"$host\",\"min\":${sorted[0]},\"p50\":$(p 50),\"p95\":$(p 95),\"p99\":$(p 99),\"max\":${sorted[-1]},\"mean\":$avg,\"loss_percent\":$(awk -v s=$sent -v n=$n 'BEGIN{printf "%.1f", (s-n)*100/s}')}"
