#!/bin/sh
# Runs a virtual machine: IMAGE SWITCH_PID PORT ADDRESS GATEWAY NAME. In a mount namespace of its own: the disk is on a
# tmpfs that goes with the process.
set -eu
image=$1 switch=$2 port=$3 address=$4 gateway=$5 name=$6
mount -t tmpfs -o mode=0755,size=6g netgrader-vm /mnt
cd /mnt
mkdir image upper work root
mount --bind "$image" image
mount -t overlay -o lowerdir=image,upperdir=upper,workdir=work netgrader-vm root

chroot root ssh-keygen -A >/dev/null
tr -d - </proc/sys/kernel/random/uuid >root/etc/machine-id
echo "$name" >root/etc/hostname
printf '127.0.0.1\tlocalhost\n127.0.1.1\t%s\n::1\tlocalhost ip6-localhost ip6-loopback\n' "$name" >root/etc/hosts
printf '[Match]\nName=eth0\n\n[Network]\nAddress=%s/24\nGateway=%s\n' "$address" "$gateway" >root/etc/systemd/network/10-eth0.network
chroot root systemctl --quiet enable systemd-networkd.service
chroot root systemctl --quiet mask systemd-networkd-wait-online.service

truncate -s 4G disk
mkfs.ext4 -q -F -d root disk
cp root/boot/vmlinuz-* vmlinuz
cp root/boot/initrd.img-* initrd
nsenter -t "$switch" -n ip tuntap add "$port" mode tap
nsenter -t "$switch" -n ip link set "$port" master br0 up
echo 'the disk is made'
# Emulated: KVM is not to be had in most containers, and hung where it was.
exec nsenter -t "$switch" -n qemu-system-x86_64 -accel tcg,thread=multi -cpu max -smp 2 -m 2048 -nodefaults -no-reboot -display none \
  -serial stdio -kernel vmlinuz -initrd initrd -append 'console=ttyS0 root=/dev/vda rw net.ifnames=0' \
  -drive file=disk,if=virtio,format=raw,cache=unsafe -device virtio-rng-pci \
  -netdev "tap,id=net,ifname=$port,script=no,downscript=no" -device virtio-net-pci,netdev=net,mac=52:54:00:12:34:56
