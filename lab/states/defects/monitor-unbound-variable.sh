# title: network_monitor.sh runs with set -u and misspells a variable in its loop
# trips: performance.monitor-runs performance.monitor-tells-services documentation.scripts-run
set -eu
sed -i -e '1a set -u' -e 's|/dev/tcp/\$HOST/|/dev/tcp/$HSOT/|' "$LAB_SCRIPTS/network_monitor.sh"
grep -q HSOT "$LAB_SCRIPTS/network_monitor.sh"
