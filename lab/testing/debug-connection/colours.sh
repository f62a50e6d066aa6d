#!/usr/bin/env bash
set -euo pipefail
RED=$(tput setaf 1) GREEN=$(tput setaf 2) RESET=$(tput sgr0)
host=${1-} port=${2-}
if [[ -z $host || -z $port ]]; then
  printf 'Usage: %s <host> <port>\n' "$0" >&2
  exit 2
fi
declare -a problems=()
ok() { printf '%s[OK]%s   %s\n' "$GREEN" "$RESET" "$1"; }
bad() { printf '%s[FAIL]%s %s\n' "$RED" "$RESET" "$1"; problems+=("$1"); }
clear
printf '%.0s=' $(seq 1 $((${#host} + 20))); echo
if ip=$(getent ahostsv4 "$host" | awk 'NR == 1 { print $1 }') && [[ -n $ip ]]; then ok "$host is $ip"; else bad "$host has no address"; exit 3; fi
if /usr/bin/ping -qc1 -W1 "$ip" >/dev/null; then ok "ICMP echo"; else bad "ICMP echo"; fi
if timeout 4 bash -c "exec 3<>/dev/tcp/$ip/$port" 2>/dev/null; then ok "TCP connect"; else bad "TCP connect"; fi
tracepath -n -m 5 "$ip" || true
echo "${#problems[@]} problems"
exit "${#problems[@]}"
