# title: ufw is on, and its rules were flushed from the kernel
# trips: firewall.default-deny firewall.ssh-guarded firewall.services-open firewall.databases-closed firewall.no-shadowed-rules firewall.limits-and-logging
# review: firewall.default-deny
set -eu
iptables -F
iptables -P INPUT ACCEPT
