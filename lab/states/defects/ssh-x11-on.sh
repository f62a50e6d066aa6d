# title: X11 forwarding is on
# trips: ssh.unneeded-features-off
set -eu
sed -i '/^X11Forwarding/d' /etc/ssh/sshd_config.d/99-hardening.conf
systemctl restart ssh
