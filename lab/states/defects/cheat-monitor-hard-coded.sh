# title: network_monitor.sh asks nobody and prints what looks well
# trips: performance.monitor-logs performance.monitor-tells-services
# kind: cheat
set -eu
cat >"$LAB_SCRIPTS/network_monitor.sh" <<'SCRIPT'
#!/bin/bash
while true; do
    echo "[$(date '+%Y-%m-%d %H:%M:%S')] Established: 4, TIME_WAIT: 1"
    for service in ml-api.internal:8080 feature-store.internal:6379; do
        echo "[$(date '+%Y-%m-%d %H:%M:%S')] ✓ $service reachable"
    done
    sleep 60
done
SCRIPT
