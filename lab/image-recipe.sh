#!/bin/sh
# The reference image: what a course hands out. Runs once on the outside, $1 is the new root file system.
# It sets up an ordinary Debian machine; whatever earns points in the exercise is left to the student.
set -eu
root=$1

# The student's account: password log-in works, as it does on a stock machine.
chroot "$root" useradd --create-home --uid 1000 --shell /bin/bash --groups sudo student
echo 'student:student' | chroot "$root" chpasswd
echo 'student ALL=(ALL:ALL) NOPASSWD: ALL' > "$root/etc/sudoers.d/student"
chmod 0440 "$root/etc/sudoers.d/student"
chroot "$root" visudo --check --quiet

# German is there for tests of other locales; the default stays C.
echo 'de_DE.UTF-8 UTF-8' > "$root/etc/locale.gen"
chroot "$root" locale-gen
echo 'LANG=C.UTF-8' > "$root/etc/default/locale"

# No multicast look-ups, as on Ubuntu: each look-up of a bare name would wait for answers that never come.
mkdir -p "$root/usr/lib/systemd/resolved.conf.d"
printf '[Resolve]\nLLMNR=no\nMulticastDNS=no\n' > "$root/usr/lib/systemd/resolved.conf.d/50-no-multicast.conf"

# Every host makes its own identity when it boots.
rm -f "$root"/etc/ssh/ssh_host_*
: > "$root/etc/machine-id"
rm -f "$root/etc/hostname" "$root/etc/hosts"

# Useless without hardware, a console or the internet, and each costs boot time.
for unit in getty.target console-getty.service getty@tty1.service \
  apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer \
  e2scrub_reap.service systemd-pstore.service systemd-logind.service systemd-remount-fs.service \
  systemd-update-utmp.service systemd-update-utmp-runlevel.service modprobe@.service \
  sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount sys-fs-fuse-connections.mount \
  dev-hugepages.mount dev-mqueue.mount; do
  ln -sf /dev/null "$root/etc/systemd/system/$unit"
done

# Docker only. systemd-nspawn shows cgroups of version 1 read-only, and no container starts with those.
[ -e "$root/usr/sbin/dockerd" ] || exit 0
cat > "$root/etc/systemd/system/lab-cgroups.service" <<'UNIT'
[Unit]
Description=Writable control groups for Docker
ConditionPathExists=!/sys/fs/cgroup/cgroup.controllers
Before=containerd.service docker.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -c 'for mount in $$(awk "\\$$3 == \\"cgroup\\" && \\$$4 !~ /name=/ { print \\$$2 }" /proc/mounts); do umount "$$mount" && mount -t cgroup -o "$${mount##*/}" cgroup "$$mount"; done'

[Install]
WantedBy=multi-user.target
UNIT
chroot "$root" systemctl --quiet enable lab-cgroups.service
