# title: The rules end without a policy or a last rule that drops
# trips: firewall.default-deny firewall.ssh-guarded firewall.services-open firewall.databases-closed firewall.no-shadowed-rules firewall.limits-and-logging
# base: iptables-namespaces
set -eu
iptables -P INPUT ACCEPT
