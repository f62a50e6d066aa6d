#!/bin/sh
# Tries what a lab host needs, inside namespaces of its own: nothing of it is left when this script ends.
set -eu
mount -t tmpfs netgrader-lab /mnt
mkdir /mnt/lower /mnt/upper /mnt/work /mnt/root
mount -t overlay -o lowerdir=/mnt/lower,upperdir=/mnt/upper,workdir=/mnt/work overlay /mnt/root
ip link add br0 type bridge
ip link add eth0 type veth peer name port
ip link set port master br0
grep -q cgroup /proc/mounts || { echo 'no cgroup file system is mounted' >&2; exit 1; }
