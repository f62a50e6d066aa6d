# title: A server was changed in the file, and systemd-resolved still runs with the old one
# trips: dns.resolver-in-force
set -eu
sed -i 's/^DNS=.*/DNS=8.8.8.8 9.9.9.9/' /etc/systemd/resolved.conf
