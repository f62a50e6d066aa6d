# title: SSH is allowed and not limited
# trips: firewall.ssh-guarded firewall.limits-and-logging
set -eu
ufw allow 22/tcp
