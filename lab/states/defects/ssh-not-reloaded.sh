# title: The daemon still runs with the values from before the hardening
# trips: ssh.password-login-disabled
set -eu
hardening=/etc/ssh/sshd_config.d/99-hardening.conf
mv "$hardening" /etc/ssh/hardening.later
systemctl restart ssh
# Written last, and never reloaded.
mv /etc/ssh/hardening.later "$hardening"
touch "$hardening"
