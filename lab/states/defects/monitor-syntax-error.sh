# title: network_monitor.sh lacks the end of its loop
# trips: performance.monitor-runs performance.monitor-logs performance.monitor-tells-services documentation.scripts-parse documentation.scripts-run
set -eu
sed -i '$d' "$LAB_SCRIPTS/network_monitor.sh"
