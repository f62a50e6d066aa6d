#!/bin/bash
HOST=${1:?usage: debug_connection.sh host port}
PORT=${2:?usage: debug_connection.sh host port}
echo "[$(date '+%F %T')] checking $HOST:$PORT"
curl -sv --connect-timeout 4 "telnet://$HOST:$PORT" </dev/null 2>&1 | grep -E 'Connected|refused|timed out|Could not resolve|Timeout'
ping -c 2 "$HOST" | tail -n 3
ip route get "$(getent hosts "$HOST" | awk '{print $1}')" 2>&1
echo "took $SECONDS s, pid $$"
