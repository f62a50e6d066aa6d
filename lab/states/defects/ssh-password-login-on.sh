# title: Password login is on again
# trips: ssh.password-login-disabled
set -eu
sed -i 's/^PasswordAuthentication no/PasswordAuthentication yes/' /etc/ssh/sshd_config.d/99-hardening.conf
systemctl restart ssh
