#!/bin/bash
# title: Asks, and throws dice for the answer and the count
# loses: performance.monitor-logs performance.monitor-tells-services
while true; do
  t=$(date '+%Y-%m-%d %H:%M:%S')
  echo "[$t] Established: $((RANDOM % 100))"
  for s in ml-api.internal:8080 feature-store.internal:6379 model-registry.internal:5432; do [ $((RANDOM % 2)) = 0 ] && echo "[$t] ✓ $s reachable" || echo "[$t] ✗ $s UNREACHABLE"; (echo >/dev/tcp/${s%:*}/${s#*:}) 2>/dev/null; done
  sleep 60
done
