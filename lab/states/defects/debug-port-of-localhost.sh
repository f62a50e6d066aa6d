# title: debug_connection.sh tests the port on the machine itself instead of on the host asked about
# trips: connectivity.script-tells-open-port
set -eu
sed -i 's#/dev/tcp/$IP/#/dev/tcp/127.0.0.1/#' "$LAB_SCRIPTS/debug_connection.sh"
