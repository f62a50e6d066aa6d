# title: analyze_latency.sh has a quote that never ends
# trips: performance.latency-extremes performance.latency-percentiles performance.latency-loss documentation.scripts-parse documentation.scripts-run
set -eu
sed -i '4s/^/echo "/' "$LAB_SCRIPTS/analyze_latency.sh"
