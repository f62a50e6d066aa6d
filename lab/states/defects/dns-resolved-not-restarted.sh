# title: systemd-resolved was never restarted after its file was written
# trips: dns.resolver-configured dns.search-domains dns.resolver-in-force
set -eu
mv /etc/systemd/resolved.conf /etc/systemd/resolved.later
systemctl restart systemd-resolved
mv /etc/systemd/resolved.later /etc/systemd/resolved.conf
