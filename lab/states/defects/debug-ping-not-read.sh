# title: debug_connection.sh sends a ping, follows no route, and reports both as done
# trips: connectivity.script-tells-host
set -eu
sed -i 's/^if ping .*/if true; then/; /^traceroute/d' "$LAB_SCRIPTS/debug_connection.sh"
