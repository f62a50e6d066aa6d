# title: /etc/resolv.conf leads past systemd-resolved to another server
# trips: dns.resolver-in-force
set -eu
rm /etc/resolv.conf
echo 'nameserver 192.168.1.1' >/etc/resolv.conf
