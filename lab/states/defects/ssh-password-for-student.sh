# title: A Match block lets the student use a password
# trips: ssh.password-login-disabled
set -eu
printf '\nMatch User student\n    PasswordAuthentication yes\n' >>/etc/ssh/sshd_config.d/99-hardening.conf
systemctl restart ssh
