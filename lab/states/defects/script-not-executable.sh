# title: analyze_latency.sh may not be executed
# trips: documentation.scripts-parse
set -eu
chmod -x "$LAB_SCRIPTS/analyze_latency.sh"
