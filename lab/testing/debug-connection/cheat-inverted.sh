#!/bin/bash
[ -n "$2" ] || { echo "Usage: $0 <host> <port>"; exit 1; }
if host "$1" >/dev/null; then echo "✗ DNS resolution failed"; else echo "✓ Resolved"; exit 1; fi
if ping -c 1 -W 1 "$1" >/dev/null; then echo "✗ Host not reachable"; else echo "✓ Host is reachable"; fi
if timeout 4 bash -c "</dev/tcp/$1/$2" 2>/dev/null; then echo "✗ Port is closed"; else echo "✓ Port is open"; fi
