#!/bin/bash
words=(open closed filtered reachable silent unknown resolved timed-out)
for part in DNS ICMP TCP; do echo "$part: ${words[RANDOM % 8]}"; done
echo "checked in $((RANDOM % 900)) ms"
