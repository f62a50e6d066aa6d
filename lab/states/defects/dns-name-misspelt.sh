# title: One name is misspelt in /etc/hosts
# trips: dns.names-resolve
set -eu
sed -i 's/feature-store.internal/feature-store.internl/' /etc/hosts
# It keeps its own copy of /etc/hosts for some seconds.
systemctl restart systemd-resolved
