#!/bin/bash
case ${1-} in *:*) ;; *) echo "Usage: $0 host:port"; exit 1 ;; esac
HOST=${1%:*} PORT=${1##*:}
if ! getent hosts $HOST; then echo "DNS: no such name"; exit 1; fi
ping -c1 $HOST >/dev/null; echo "ping says $?"
timeout 5 bash -c "echo > /dev/tcp/$HOST/$PORT" && echo "Port open" || echo "Port not open"
