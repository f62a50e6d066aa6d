# title: ClientAliveCountMax 0: no session is ever ended
# trips: ssh.idle-timeout
set -eu
sed -i 's/^ClientAliveCountMax 2/ClientAliveCountMax 0/' /etc/ssh/sshd_config.d/99-hardening.conf
systemctl restart ssh
