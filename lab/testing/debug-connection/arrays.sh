#!/bin/bash
# debug_connection.sh --host NAME --port NUMBER
usage() { echo "usage: $0 --host NAME --port NUMBER [--verbose]"; exit 1; }
while [ $# -gt 0 ]; do
  case $1 in --host) HOST=$2; shift 2 ;; --port) PORT=$2; shift 2 ;; *) usage ;; esac
done
[ -n "$HOST" ] && [ -n "$PORT" ] || usage
declare -A result
result[dns]=$(nslookup "$HOST" 2>/dev/null | awk '/^Name:/ { found = 1 } /^Address/ && found { print $2 }')
if [ -z "${result[dns]}" ]; then result[dns]=unresolved; fi
result[icmp]=down; ping -c 1 -W 1 "$HOST" &>/dev/null && result[icmp]=up
(exec 3<>"/dev/tcp/$HOST/$PORT") 2>/dev/null && result[port]=open || result[port]=shut
for key in dns icmp port; do printf '%-6s %s\n' "$key" "${result[$key]}"; done
ss -tln | grep ":$PORT " || echo "nothing of ours listens on $PORT"
