# title: network_monitor.sh asks every service at one port
# trips: performance.monitor-tells-services
set -eu
sed -i 's/PORT=.*/PORT=22/; s/HOST=.*/HOST=localhost/' "$LAB_SCRIPTS/network_monitor.sh"
