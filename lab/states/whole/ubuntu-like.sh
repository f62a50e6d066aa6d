# title: As on Ubuntu 24.04: ssh.socket starts sshd, ssh.service is not enabled, and there is no sshd.service
# trips: none
# base: ufw-namespaces
set -eu
rm -f /etc/systemd/system/sshd.service
cat >/etc/systemd/system/ssh.socket <<'UNIT'
[Unit]
Description=OpenBSD Secure Shell server socket
Before=sockets.target ssh.service

[Socket]
ListenStream=0.0.0.0:22
ListenStream=[::]:22
BindIPv6Only=ipv6-only
Accept=no
FreeBind=yes

[Install]
WantedBy=sockets.target
RequiredBy=ssh.service
UNIT
systemctl daemon-reload
systemctl --quiet disable --now ssh.service
systemctl --quiet enable --now ssh.socket
