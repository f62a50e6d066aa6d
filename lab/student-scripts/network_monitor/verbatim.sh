#!/bin/bash
# title: The exercise’s own
# loses: none
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
