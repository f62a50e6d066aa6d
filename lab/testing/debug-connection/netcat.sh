#!/bin/bash
# Only netcat: it knows names and ports, and cannot tell a silent host from a silent port.
[ $# -eq 2 ] || { echo "Usage: ${0##*/} HOST PORT" >&2; exit 64; }
nc -zv -w 5 "$1" "$2"
echo "nc ended with $?"
