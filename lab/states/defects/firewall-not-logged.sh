# title: ufw logs nothing
# trips: firewall.limits-and-logging
set -eu
ufw logging off
