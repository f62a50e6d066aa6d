# title: Drops are not logged
# trips: firewall.limits-and-logging
# base: iptables-namespaces
set -eu
iptables -D INPUT -m limit --limit 5/min -j LOG --log-prefix "iptables-dropped: " --log-level 4
