# title: debug_connection.sh pings without a count, so it never gets past a host that is silent
# trips: connectivity.script-tells-host
set -eu
sed -i 's/^if ping -c 3 -W 2 .*/if ping "$IP" | head -n 3 | grep -q "bytes from"; then/' "$LAB_SCRIPTS/debug_connection.sh"
grep -q 'head -n 3' "$LAB_SCRIPTS/debug_connection.sh"
