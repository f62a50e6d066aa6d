# title: network_monitor.sh calls services that are up unreachable
# trips: performance.monitor-tells-services
set -eu
sed -i 's/if timeout 1/if ! timeout 1/' "$LAB_SCRIPTS/network_monitor.sh"
