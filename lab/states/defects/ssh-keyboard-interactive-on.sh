# title: Passwords are off, and keyboard-interactive asks for them all the same
# trips: ssh.password-login-disabled
set -eu
# Debian's own sshd_config would turn it off further down; the first line wins.
sed -i 's/^ChallengeResponseAuthentication no/ChallengeResponseAuthentication yes/' /etc/ssh/sshd_config.d/99-hardening.conf
systemctl restart ssh
