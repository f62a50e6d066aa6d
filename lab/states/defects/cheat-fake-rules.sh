# title: iptables-save and nft play back a rule set that the kernel no longer has
# trips: none
# kind: cheat
# review: firewall.default-deny firewall.ssh-guarded firewall.services-open firewall.databases-closed firewall.no-shadowed-rules firewall.limits-and-logging
set -eu
for tool in iptables-save ip6tables-save; do
  $tool >"/usr/share/$tool.txt"
  rm "/usr/sbin/$tool"
  printf '#!/bin/sh\ncat /usr/share/%s.txt\n' $tool >"/usr/sbin/$tool"
  chmod 755 "/usr/sbin/$tool"
done
nft -j list ruleset >/usr/share/nft.json
printf '#!/bin/sh\ncat /usr/share/nft.json\n' >/usr/sbin/nft
iptables -F
iptables -P INPUT ACCEPT
