# title: Nearly all ports are allowed in one range
# trips: firewall.default-deny firewall.ssh-guarded firewall.services-open firewall.databases-closed firewall.no-shadowed-rules firewall.limits-and-logging
set -eu
ufw allow 1:65535/tcp
