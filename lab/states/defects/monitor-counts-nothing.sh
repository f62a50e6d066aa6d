# title: network_monitor.sh looks for a state that ss does not print, so its count is always 0
# trips: performance.monitor-logs
set -eu
sed -i 's/grep ESTAB /grep ESTABLISHED_ /' "$LAB_SCRIPTS/network_monitor.sh"
