# title: Strict modes are off
# trips: ssh.key-login
set -eu
sed -i 's/^StrictModes yes/StrictModes no/' /etc/ssh/sshd_config.d/99-hardening.conf
systemctl restart ssh
