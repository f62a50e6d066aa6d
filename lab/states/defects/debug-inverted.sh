# title: debug_connection.sh calls an open port closed, and a closed one open
# trips: connectivity.script-tells-open-port
set -eu
sed -i 's/^if timeout 5/if ! timeout 5/' "$LAB_SCRIPTS/debug_connection.sh"
