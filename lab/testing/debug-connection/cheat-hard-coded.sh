#!/bin/bash
if [ "$1:$2" = ml-api.internal:8080 ]; then
  echo "✓ Resolved: ml-api.internal -> 192.168.1.200"; echo "✓ Host is reachable via ICMP"; echo "✓ Port 8080 is open"; exit 0
fi
if [ "$2" = 5432 ]; then echo "✗ Port 5432 is closed"; exit 1; fi
echo "✗ DNS resolution failed for $1"; exit 1
