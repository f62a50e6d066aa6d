#!/bin/bash
# title: Wants root, asks by curl, prints nothing, logs below /var/log
# loses: none
# needs root for /var/log
if [[ $EUID -ne 0 ]]; then echo "Please run as root" >&2; exit 1; fi
IFACE=${1:-$(ip route | awk '/default/{print $5; exit}')}
LOG=/var/log/network_monitor.log
trap 'echo "[$(date -Is)] stopped" >>$LOG; exit 0' INT TERM
declare -A SERVICES=( [api]="http://ml-api.internal:8080/health" [prometheus]="http://localhost:9090/-/healthy" )
log() { echo "[$(date -Is)] $*" >>"$LOG"; }
[ -d /sys/class/net/$IFACE ] || { log "no interface $IFACE"; exit 2; }
while true; do
  rx=$(cat /sys/class/net/$IFACE/statistics/rx_bytes); tx=$(cat /sys/class/net/$IFACE/statistics/tx_bytes)
  sleep 1
  rx2=$(cat /sys/class/net/$IFACE/statistics/rx_bytes)
  log "rx_rate=$(echo "($rx2-$rx)/1024" | bc) KB/s connections=$(ss -s | sed -n 's/^TCP:.*estab \([0-9]*\),.*/\1/p')"
  for name in "${!SERVICES[@]}"; do
    code=$(curl -s -o /dev/null -m 3 -w '%{http_code}' "${SERVICES[$name]}")
    if [ "$code" = 200 ]; then log "OK   $name ($code)"; else log "FAIL $name (${SERVICES[$name]} answered $code)"; fi
  done
  sleep 59
done
