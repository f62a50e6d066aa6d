#!/bin/bash
# Says nothing: 0 open, 1 closed, 2 unknown name, 3 silent host.
[ -n "$2" ] || exit 64
getent hosts "$1" >/dev/null || exit 2
timeout 4 bash -c ": </dev/tcp/$1/$2" 2>/dev/null && exit 0
ping -c1 -W1 "$1" >/dev/null 2>&1 && exit 1
exit 3
