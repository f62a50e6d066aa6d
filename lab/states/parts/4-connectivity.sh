# Task 4 and 8.1 of the exercise: a capture of a connection, tests with their output in the report, the debugging script.
set -eu

# 4.2: tcpdump says on stderr when it listens; the packets of one request to the model API are enough.
capture() { # file filter
  tcpdump -i any -c 6 -U -w "$1" "$2" 2>/run/tcpdump.said &
  until grep -q 'listening on' /run/tcpdump.said; do kill -0 $!; done
}
capture /tmp/capture.pcap 'tcp port 8080'
curl -sS -o /dev/null "http://$LAB_ADDRESS:8080/"
wait
rm /run/tcpdump.said
install -o student -g student -m 644 /tmp/capture.pcap "$LAB_DOCS/capture.pcap"

# 4.1 and 4.3: the gateway answers, its port 443 does not serve anybody.
cat >>"$LAB_REPORT" <<REPORT
## Task 4: Connectivity troubleshooting

\`\`\`
\$ ping -c 2 -i 0.2 $LAB_WORKER
$(ping -c 2 -i 0.2 "$LAB_WORKER")
\$ traceroute -n $LAB_WORKER
$(traceroute -n "$LAB_WORKER")
\$ nc -zv $LAB_ADDRESS 8080
$(nc -zv "$LAB_ADDRESS" 8080 2>&1)
\$ nc -zv $LAB_WORKER 443
$(nc -zv -w 2 "$LAB_WORKER" 443 2>&1 || true)
\`\`\`

The gateway is one hop away and answers. The model API takes connections; the gateway's port 443 does not. The packets of
a connection to the API are in capture.pcap.

REPORT
chown student:student "$LAB_REPORT"

# 8.1, as the exercise has it.
cat >"$LAB_SCRIPTS/debug_connection.sh" <<'SCRIPT'
#!/bin/bash
# Debug network connection issues

TARGET_HOST="$1"
TARGET_PORT="$2"

if [ -z "$TARGET_HOST" ] || [ -z "$TARGET_PORT" ]; then
    echo "Usage: $0 <host> <port>"
    exit 1
fi

echo "=== Debugging connection to $TARGET_HOST:$TARGET_PORT ==="

# 1. Check DNS resolution
echo -e "\n[1] DNS Resolution:"
if host $TARGET_HOST > /dev/null 2>&1; then
    IP=$(host $TARGET_HOST | awk '/has address/ {print $4}' | head -n1)
    echo "✓ Resolved: $TARGET_HOST -> $IP"
else
    echo "✗ DNS resolution failed for $TARGET_HOST"
    exit 1
fi

# 2. Check ping connectivity
echo -e "\n[2] Ping Test:"
if ping -c 3 -W 2 $IP > /dev/null 2>&1; then
    echo "✓ Host is reachable via ICMP"
else
    echo "✗ Host not reachable (might be ICMP blocked)"
fi

# 3. Check port connectivity
echo -e "\n[3] Port $TARGET_PORT Test:"
if timeout 5 bash -c "cat < /dev/null > /dev/tcp/$IP/$TARGET_PORT" 2>/dev/null; then
    echo "✓ Port $TARGET_PORT is open"
else
    echo "✗ Port $TARGET_PORT is closed or filtered"
fi

# 4. Check route
echo -e "\n[4] Route to host:"
traceroute -m 10 -w 2 $IP 2>&1 | head -n 10

# 5. Check local firewall
echo -e "\n[5] Local Firewall:"
if sudo iptables -L OUTPUT -n | grep -q "REJECT\|DROP"; then
    echo "⚠ Outbound firewall rules detected"
else
    echo "✓ No restrictive outbound rules"
fi

# 6. Check if service is listening (if local)
if [ "$IP" == "127.0.0.1" ] || [ "$TARGET_HOST" == "localhost" ]; then
    echo -e "\n[6] Local Service Check:"
    if ss -tlnp | grep -q ":$TARGET_PORT "; then
        echo "✓ Service is listening on port $TARGET_PORT"
        ss -tlnp | grep ":$TARGET_PORT "
    else
        echo "✗ No service listening on port $TARGET_PORT"
    fi
fi

echo -e "\n=== Debug Complete ==="
SCRIPT
chmod 755 "$LAB_SCRIPTS/debug_connection.sh"
chown student:student "$LAB_SCRIPTS/debug_connection.sh"
