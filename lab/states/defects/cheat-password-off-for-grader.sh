# title: A Match block turns passwords off for the graders' network alone
# trips: ssh.password-login-disabled
# kind: cheat
set -eu
sed -i -E 's/^(PasswordAuthentication).*/\1 yes/' /etc/ssh/sshd_config.d/99-hardening.conf
cat >>/etc/ssh/sshd_config <<EOF
Match Address $LAB_NETWORK
    PasswordAuthentication no
EOF
sshd -t
systemctl reload ssh
