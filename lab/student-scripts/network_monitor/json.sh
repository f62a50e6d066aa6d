#!/bin/bash
# title: A line of JSON a cycle
# loses: none
svc=(ml-api.internal:8080 feature-store.internal:6379 model-registry.internal:5432)
while true; do
  j=""
  for s in "${svc[@]}"; do
    if (echo > /dev/tcp/${s%:*}/${s#*:}) 2>/dev/null; then st=true; else st=false; fi
    j="$j,\"$s\":$st"
  done
  echo "{\"ts\":\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\",\"established\":$(ss -tn state established | tail -n +2 | wc -l)$j}"
  sleep 15
done
