# title: No search domain is configured
# trips: dns.search-domains
set -eu
sed -i 's/^Domains=.*/Domains=~./' /etc/systemd/resolved.conf
systemctl restart systemd-resolved
