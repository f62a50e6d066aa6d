#!/bin/bash
# title: Never asks and calls everything reachable
# loses: performance.monitor-tells-services
while true; do
  t=$(date '+%Y-%m-%d %H:%M:%S')
  echo "[$t] Established: $(ss -tan | grep -c ESTAB), TIME_WAIT: 0"
  for s in ml-api.internal:8080 feature-store.internal:6379 model-registry.internal:5432; do echo "[$t] ✓ $s reachable"; done
  sleep 60
done
