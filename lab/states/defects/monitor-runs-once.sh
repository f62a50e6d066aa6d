# title: network_monitor.sh looks once and ends
# trips: performance.monitor-runs
set -eu
sed -i '/sleep 60/d; s/^while true; do/for once in 1; do/' "$LAB_SCRIPTS/network_monitor.sh"
