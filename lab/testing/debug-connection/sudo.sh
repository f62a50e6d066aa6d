#!/bin/bash
if [ "$#" -lt 2 ]; then echo "Usage: $0 host port"; exit 1; fi
host "$1" || { echo "cannot resolve"; exit 1; }
ping -c 2 -W 1 "$1" >/dev/null && echo "host answers" || echo "host is silent"
nc -w 4 -z "$1" "$2" && echo "port answers" || echo "port does not answer"
sudo systemctl is-active ssh
sudo ufw status | head -n 3
sudo iptables -S OUTPUT
