#!/bin/sh
# title: Lines for a spreadsheet with seconds since 1970, connections from /proc, services by column
# loses: none
# CSV: time;established;api;db
LOG=${LOG:-/tmp/netmon.csv}
check() { timeout 2 bash -c "exec 3<>/dev/tcp/$1/$2" 2>/dev/null && echo UP || echo DOWN; }
[ -f "$LOG" ] || echo "time;established;api;redis;db" > "$LOG"
while true; do
  est=$(awk '$4=="01"' /proc/net/tcp /proc/net/tcp6 2>/dev/null | wc -l)
  echo "$(date +%s);$est;$(check 192.168.1.200 8080);$(check 192.168.1.201 6379);$(check 192.168.1.202 5432)" >> "$LOG"
  sleep 5
done
