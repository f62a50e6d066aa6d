# title: analyze_latency.sh prints what a real run printed once
# trips: performance.latency-extremes performance.latency-percentiles performance.latency-loss
# kind: cheat
set -eu
cat >"$LAB_SCRIPTS/analyze_latency.sh" <<'SCRIPT'
#!/bin/bash
ping -c 50 "$1" >/dev/null
cat <<'OUT'
Min:  0.41 ms
P50:  0.52 ms
P95:  0.91 ms
P99:  1.24 ms
Max:  1.30 ms
Avg:  0.58 ms
50 packets transmitted, 50 received, 0% packet loss
OUT
SCRIPT
