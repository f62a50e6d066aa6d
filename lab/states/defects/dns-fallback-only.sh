# title: Only fallback servers are configured
# trips: dns.resolver-configured dns.resolver-in-force
set -eu
sed -i '/^DNS=/d' /etc/systemd/resolved.conf
systemctl restart systemd-resolved
