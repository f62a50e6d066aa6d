# title: A rule that denies Grafana stands before the one that allows it
# trips: firewall.services-open firewall.no-shadowed-rules
set -eu
ufw insert 1 deny 3000
