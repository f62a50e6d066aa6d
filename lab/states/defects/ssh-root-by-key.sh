# title: Root may log in by key
# trips: ssh.root-login-refused
set -eu
sed -i 's/^PermitRootLogin no/PermitRootLogin prohibit-password/' /etc/ssh/sshd_config.d/99-hardening.conf
systemctl restart ssh
