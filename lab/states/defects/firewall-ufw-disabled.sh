# title: The rules are written and ufw was never switched on
# trips: firewall.default-deny firewall.ssh-guarded firewall.services-open firewall.databases-closed firewall.no-shadowed-rules firewall.limits-and-logging
set -eu
ufw disable
