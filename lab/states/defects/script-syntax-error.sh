# title: The last line of network_monitor.sh closes what nobody opened
# trips: documentation.scripts-parse
set -eu
echo fi >>"$LAB_SCRIPTS/network_monitor.sh"
