# title: A rule that drops Prometheus was inserted at the top
# trips: firewall.services-open firewall.no-shadowed-rules
# base: iptables-namespaces
set -eu
iptables -I INPUT -p tcp --dport 9090 -j DROP
