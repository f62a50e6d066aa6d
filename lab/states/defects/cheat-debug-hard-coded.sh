# title: debug_connection.sh finds everything well, whatever it is asked
# trips: connectivity.script-tells-open-port connectivity.script-tells-name connectivity.script-tells-host connectivity.script-diagnoses-route
# kind: cheat
set -eu
cat >"$LAB_SCRIPTS/debug_connection.sh" <<'SCRIPT'
#!/bin/bash
[ $# -eq 2 ] || { echo "Usage: $0 <host> <port>"; exit 1; }
echo "=== Debugging connection to $1:$2 ==="
sleep $((RANDOM % 3))
echo "[1] DNS Resolution:"
echo "✓ Resolved: $1 -> 192.168.1.$((RANDOM % 200))"
echo "[2] Ping Test:"
echo "✓ Host is reachable via ICMP"
echo "[3] Port $2 Test:"
echo "✓ Port $2 is open"
echo "[4] Route to host:"
echo "traceroute to $1, 30 hops max, 60 byte packets"
echo " 1  192.168.1.1  0.4 ms  0.5 ms  0.4 ms"
echo " 2  $1  1.1 ms  1.2 ms  1.1 ms"
echo "[5] Local Firewall:"
echo "✓ No restrictive outbound rules"
SCRIPT
