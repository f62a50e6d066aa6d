#!/bin/bash
# title: Made for cron: looks once
# loses: performance.monitor-runs
# run from cron
ts=$(date '+%Y-%m-%d %H:%M:%S')
echo "$ts established=$(ss -tan | grep -c ESTAB)" >> ~/netmon.log
for s in ml-api.internal:8080 model-registry.internal:5432; do
  timeout 1 bash -c "</dev/tcp/${s/://}" 2>/dev/null && echo "$ts up $s" >> ~/netmon.log || echo "$ts down $s" >> ~/netmon.log
done
