#!/bin/bash
# title: Prints what it printed once
# loses: performance.latency-extremes performance.latency-percentiles performance.latency-loss
cat <<X
Min:  9.30 ms
P50:  22.2 ms
P95:  145 ms
P99:  373 ms
Max:  373 ms
Avg:  48.8615 ms
9% packet loss
X
ping -c 2 $1 >/dev/null
