# title: network_monitor.sh was never written
# trips: performance.monitor-runs performance.monitor-logs performance.monitor-tells-services documentation.scripts-parse documentation.scripts-run
set -eu
rm "$LAB_SCRIPTS/network_monitor.sh"
