# title: analyze_latency.sh sorts the round trips as text
# trips: performance.latency-percentiles
set -eu
sed -i 's/sort -n/sort/' "$LAB_SCRIPTS/analyze_latency.sh"
