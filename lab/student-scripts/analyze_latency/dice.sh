#!/bin/bash
# title: Throws dice
# loses: performance.latency-extremes performance.latency-percentiles performance.latency-loss
ping -c 50 $1 >/dev/null
r() { echo "$((RANDOM % $1)).$((RANDOM % 10))"; }
echo "Min $(r 20)"; echo "P50 $(r 60)"; echo "P95 $(r 300)"; echo "P99 $(r 500)"; echo "Max $(r 1000)"; echo "Avg $(r 100)"; echo "loss $((RANDOM % 100))%"
