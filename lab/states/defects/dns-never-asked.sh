# title: nsswitch.conf leaves DNS out
# trips: dns.resolver-in-force
set -eu
sed -i 's/^hosts:.*/hosts: files/' /etc/nsswitch.conf
