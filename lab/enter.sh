#!/bin/sh
# Runs a command as root in a host: LEADER_PID [CGROUP…] -- COMMAND…
# It joins the guest's cgroups first, so that what it leaves running counts as the guest's own.
set -eu
leader=$1
shift
while [ "$1" != -- ]; do
  mkdir -p "$1"
  echo 0 > "$1/cgroup.procs"
  shift
done
shift
exec nsenter -t "$leader" -m -u -i -n -p -C -- "$@"
