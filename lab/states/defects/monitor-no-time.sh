# title: network_monitor.sh writes no time stamps
# trips: performance.monitor-logs
set -eu
sed -i 's/TIMESTAMP=.*/TIMESTAMP=now/; s/: \$(date)//' "$LAB_SCRIPTS/network_monitor.sh"
