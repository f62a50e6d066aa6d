# title: The report has ping commands without their output
# trips: performance.latency-measured connectivity.tests-documented
set -eu
sed -i '/bytes from/d; /^rtt min/d; /^PING /d; /packets transmitted/d; /ping statistics/d; /Query time/d' "$LAB_REPORT"
