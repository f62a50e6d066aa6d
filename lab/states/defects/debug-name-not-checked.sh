# title: debug_connection.sh does not notice that a name leads nowhere
# trips: connectivity.script-tells-name
set -eu
cat >"$LAB_SCRIPTS/debug_connection.sh" <<'SCRIPT'
#!/bin/bash
[ $# -eq 2 ] || { echo "Usage: $0 <host> <port>"; exit 1; }
if ping -c 1 -W 2 "$1" >/dev/null 2>&1; then echo "Host is up"; else echo "Host is down"; fi
if timeout 5 bash -c "</dev/tcp/$1/$2" 2>/dev/null; then echo "Port is open"; else echo "Port is closed"; fi
sudo iptables -S OUTPUT
SCRIPT
