# title: MaxSessions stands twice, and the first line is the generous one
# trips: ssh.sessions-limited
set -eu
sed -i 's/^MaxSessions 5/MaxSessions 20\nMaxSessions 5/' /etc/ssh/sshd_config.d/99-hardening.conf
systemctl restart ssh
