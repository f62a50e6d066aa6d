#!/bin/bash
# title: Pings a host before it tries the port; waits without sleep
# loses: none
IFACE="$1"
HOSTS="gpu-node-1.internal:22 ml-api.internal:8080 8.8.8.8:53"
report() { echo "$(date) | $1"; }
while true; do
  report "ESTABLISHED=$(ss -tan | grep -c ESTAB) TIME-WAIT=$(ss -tan | grep -c TIME-WAIT)"
  for hp in $HOSTS; do
    h=${hp%:*}; p=${hp#*:}
    echo -n "Checking $hp ... "
    if ping -c 1 -W 1 $h >/dev/null 2>&1; then
      if nc -zw1 $h $p 2>/dev/null; then echo OK; else echo "port closed"; fi
    else echo "host down"; fi
  done
  read -t 30 -r _ < <(tail -f /dev/null)
done
