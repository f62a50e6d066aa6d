# title: One name is commented out in /etc/hosts
# trips: dns.names-resolve
set -eu
sed -i 's/^.* ml-api.internal/# &/' /etc/hosts
# It keeps its own copy of /etc/hosts for some seconds.
systemctl restart systemd-resolved
