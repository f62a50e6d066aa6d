# title: Six attempts to authenticate, the default
# trips: ssh.auth-attempts-limited
set -eu
sed -i '/^MaxAuthTries/d' /etc/ssh/sshd_config.d/99-hardening.conf
systemctl restart ssh
