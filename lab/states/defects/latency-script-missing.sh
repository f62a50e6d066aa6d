# title: analyze_latency.sh was never written
# trips: performance.latency-extremes performance.latency-percentiles performance.latency-loss documentation.scripts-parse documentation.scripts-run
set -eu
rm "$LAB_SCRIPTS/analyze_latency.sh"
