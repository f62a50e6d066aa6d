#!/bin/sh
# Starts one host. Called twice: `plug` in the host's new network namespace, still with the outer machine's
# pids; then `boot`, in mount and pid namespaces of its own, so that all of it ends with one process.
set -eu
stage=$1
shift
case $stage in
plug) # SWITCH_PID PORT ADDRESS GATEWAY IMAGE SCRATCH NAME [CGROUP…]
  switch=$1 port=$2 address=$3 gateway=$4
  image=$5 scratch=$6 name=$7
  shift 7
  for group in "$@"; do
    mkdir -p "$group"
    # A new cpuset has no processors yet, its parent neither: nothing may join before it has some.
    if [ -e "$group/cpuset.cpus" ] && [ -e "$group/tasks" ]; then
      above=${group%/*}
      for file in cpuset.cpus cpuset.mems; do
        cat "${above%/*}/$file" > "$above/$file"
        cat "$above/$file" > "$group/$file"
      done
    fi
    echo 0 > "$group/cgroup.procs"
  done
  ip link set lo up
  ip link add eth0 type veth peer name "$port" netns "$switch"
  nsenter -t "$switch" -n ip link set "$port" master br0 up
  ip address add "$address/24" dev eth0
  ip link set eth0 up
  ip route add default via "$gateway"
  exec unshare --mount --pid --fork --kill-child=KILL --mount-proc sh "$0" boot "$image" "$scratch" "$name"
  ;;
boot) # IMAGE SCRATCH NAME
  image=$1 scratch=$2 name=$3
  mount -t tmpfs -o mode=0755,size=1g netgrader-lab "$scratch"
  mkdir "$scratch/upper" "$scratch/work" "$scratch/root"
  # Relative names, since commas and colons in a path would read as mount options.
  cd "$scratch"
  mkdir image
  mount --bind "$image" image
  mount -t overlay -o "lowerdir=image,upperdir=upper,workdir=work" netgrader-lab root
  root=$scratch/root

  for type in ed25519 ecdsa; do
    chroot "$root" ssh-keygen -q -t "$type" -N '' -C "root@$name" -f "/etc/ssh/ssh_host_${type}_key"
  done
  tr -d - < /proc/sys/kernel/random/uuid > "$root/etc/machine-id"
  echo "$name" > "$root/etc/hostname"
  printf '127.0.0.1\tlocalhost\n127.0.1.1\t%s\n::1\tlocalhost ip6-localhost ip6-loopback\n' "$name" > "$root/etc/hosts"

  # nspawn's locks and sockets stay in our own mounts: two labs may both have a host of this name.
  mkdir -p /run/systemd/nspawn
  mount -t tmpfs netgrader-lab /run/systemd/nspawn
  # Only /proc/sys/net belongs to the host's namespaces; the rest is the outer kernel's own.
  export SYSTEMD_NSPAWN_API_VFS_WRITABLE=network
  # Docker needs layers of its own below /var/lib/docker, which the kernel refuses on top of our overlay.
  if [ -e image/usr/sbin/dockerd ]; then set -- --tmpfs=/var/lib/docker; else set --; fi
  exec systemd-nspawn "$@" --quiet --boot --directory="$root" --machine="$name" \
    --network-namespace-path=/proc/self/ns/net --register=no --keep-unit \
    --capability=all --system-call-filter='add_key keyctl bpf @keyring' \
    --console=pipe --resolv-conf=off --timezone=off --link-journal=no
  ;;
esac
