# Tasks 6 and 8.2 of the exercise: measurements over the loopback, the interface's counters, and the two scripts.
set -eu
report=$LAB_REPORT
link=$(ip route show default | awk '{ print $5; exit }')

cat >"$LAB_SCRIPTS/network_monitor.sh" <<'SCRIPT'
#!/bin/bash
# Network performance monitoring for ML infrastructure

IFACE="${1:-eth0}"
LOG_FILE="/var/log/network_monitor.log"

echo "=== Network Monitoring Started: $(date) ===" | tee -a $LOG_FILE

while true; do
    # Timestamp
    TIMESTAMP=$(date '+%Y-%m-%d %H:%M:%S')

    # Get interface statistics
    STATS=$(ip -s link show $IFACE | grep -A 2 "RX:\|TX:")

    # Get connection counts
    ESTABLISHED=$(ss -tan | grep ESTAB | wc -l)
    TIME_WAIT=$(ss -tan | grep TIME-WAIT | wc -l)

    # Log
    echo "[$TIMESTAMP] Established: $ESTABLISHED, TIME_WAIT: $TIME_WAIT" | tee -a $LOG_FILE

    # Test connectivity to critical services
    SERVICES=("ml-api.internal:8080" "feature-store.internal:6379" "model-registry.internal:5432")

    for service in "${SERVICES[@]}"; do
        HOST=${service%%:*}
        PORT=${service##*:}

        if timeout 1 bash -c "cat < /dev/null > /dev/tcp/$HOST/$PORT" 2>/dev/null; then
            echo "[$TIMESTAMP] ✓ $service reachable" | tee -a $LOG_FILE
        else
            echo "[$TIMESTAMP] ✗ $service UNREACHABLE" | tee -a $LOG_FILE
        fi
    done

    sleep 60
done
SCRIPT

cat >"$LAB_SCRIPTS/analyze_latency.sh" <<'SCRIPT'
#!/bin/bash
# Analyze network latency issues

TARGET="$1"

echo "=== Latency Analysis for $TARGET ==="

# Measure round-trip time
echo -e "\n[1] RTT Measurement (100 pings):"
ping -c 100 -i 0.2 $TARGET 2>&1 | tail -n 2

# Identify if latency is consistent or variable
echo -e "\n[2] Latency Distribution:"
ping -c 50 $TARGET | grep 'time=' | awk -F'time=' '{print $2}' | awk '{print $1}' | sort -n | awk '
    BEGIN { sum=0; count=0; }
    {
        values[count]=$1;
        sum+=$1;
        count++;
    }
    END {
        print "Min:  " values[0] " ms"
        print "P50:  " values[int(count*0.5)] " ms"
        print "P95:  " values[int(count*0.95)] " ms"
        print "P99:  " values[int(count*0.99)] " ms"
        print "Max:  " values[count-1] " ms"
        print "Avg:  " sum/count " ms"
    }
'

# Check for packet loss
echo -e "\n[3] Packet Loss Test:"
ping -c 100 -i 0.1 $TARGET | grep 'packet loss'

# Identify network hops causing delay
echo -e "\n[4] Per-Hop Latency:"
mtr --report --report-cycles 10 $TARGET 2>/dev/null || traceroute $TARGET

echo -e "\n=== Analysis Complete ==="
SCRIPT
chmod 755 "$LAB_SCRIPTS/network_monitor.sh" "$LAB_SCRIPTS/analyze_latency.sh"
chown student:student "$LAB_SCRIPTS/network_monitor.sh" "$LAB_SCRIPTS/analyze_latency.sh"

iperf3 --server --one-off --daemon
until ss -Htln 'sport = :5201' | grep -q .; do read -r _ </proc/uptime; done

cat >>"$report" <<REPORT
## Task 6: Performance

Bandwidth of the machine with itself:

\`\`\`
\$ iperf3 -c 127.0.0.1 -n 64M
$(iperf3 -c 127.0.0.1 -n 64M)
\`\`\`

Latency of the loopback:

\`\`\`
\$ ping -c 4 -i 0.2 127.0.0.1
$(ping -c 4 -i 0.2 127.0.0.1)
\`\`\`

The interface has neither errors nor drops:

\`\`\`
\$ ip -s link show $link
$(ip -s link show "$link")
\`\`\`

REPORT
chown student:student "$report"
