#!/bin/bash
# title: Prints what it printed once
# loses: performance.monitor-logs performance.monitor-tells-services
while true; do cat <<X
[2026-01-15 10:00:00] Established: 12, TIME_WAIT: 3
[2026-01-15 10:00:00] ✓ ml-api.internal:8080 reachable
[2026-01-15 10:00:00] ✗ feature-store.internal:6379 UNREACHABLE
X
sleep 60; done
