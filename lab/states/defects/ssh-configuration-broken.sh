# title: A typing error: the daemon would not start again
# trips: ssh.configuration-loads ssh.password-login-disabled ssh.root-login-refused ssh.auth-attempts-limited ssh.sessions-limited ssh.login-grace-limited ssh.idle-timeout ssh.unneeded-features-off
set -eu
# The running daemon keeps its old values: nobody notices until the next boot.
sed -i 's/^MaxAuthTries 3/MaxAuthTrys 3/' /etc/ssh/sshd_config.d/99-hardening.conf
