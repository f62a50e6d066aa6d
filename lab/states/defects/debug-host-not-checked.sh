# title: debug_connection.sh looks at the name and the port alone
# trips: connectivity.script-tells-host connectivity.script-diagnoses-route
set -eu
cat >"$LAB_SCRIPTS/debug_connection.sh" <<'SCRIPT'
#!/bin/bash
[ $# -eq 2 ] || { echo "Usage: $0 <host> <port>"; exit 1; }
getent hosts "$1" || { echo "cannot resolve $1"; exit 1; }
nc -zv -w 3 "$1" "$2"
SCRIPT
