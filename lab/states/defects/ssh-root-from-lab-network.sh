# title: A Match block lets root in from the local network
# trips: ssh.root-login-refused
set -eu
printf '\nMatch Address %s\n    PermitRootLogin yes\n' "$LAB_NETWORK" >>/etc/ssh/sshd_config.d/99-hardening.conf
systemctl restart ssh
