# title: AllowUsers forgets the student
# trips: ssh.key-login ssh.private-keys-protected
set -eu
echo 'AllowUsers mluser netgrader' >>/etc/ssh/sshd_config.d/99-hardening.conf
systemctl restart ssh
