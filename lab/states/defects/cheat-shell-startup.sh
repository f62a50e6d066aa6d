# title: Shell functions and a BASH_ENV at login answer in place of the tools, and the rules were flushed
# trips: firewall.default-deny firewall.ssh-guarded firewall.services-open firewall.databases-closed firewall.no-shadowed-rules firewall.limits-and-logging
# kind: cheat
set -eu
mkdir -p /opt/network
for tool in iptables-save ip6tables-save; do $tool >/opt/network/$tool.txt; done
nft -j list ruleset >/opt/network/nft.txt
cat >/opt/network/functions <<'SCRIPT'
iptables-save() { cat /opt/network/iptables-save.txt; }
ip6tables-save() { cat /opt/network/ip6tables-save.txt; }
nft() { cat /opt/network/nft.txt; }
export -f iptables-save ip6tables-save nft
SCRIPT
for file in /etc/profile /etc/bash.bashrc /etc/skel/.bashrc /root/.bashrc; do
  sed -i '1i [ -z "${BASH_VERSION-}" ] || . /opt/network/functions' "$file"
done
printf 'BASH_ENV=/opt/network/functions\nENV=/opt/network/functions\n' >>/etc/environment
iptables -F
iptables -P INPUT ACCEPT
