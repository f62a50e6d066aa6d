# title: The chain's policy is accept, and nothing is rejected at its end
# trips: firewall.default-deny firewall.ssh-guarded firewall.services-open firewall.databases-closed firewall.no-shadowed-rules firewall.limits-and-logging
# base: nftables-dropins
set -eu
sed -i 's/policy drop;/policy accept;/; /^\t\tcounter reject/d' /etc/nftables.conf
systemctl restart nftables
