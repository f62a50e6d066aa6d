# title: One name is commented out in /etc/hosts
# trips: dns.names-resolve
set -eu
sed -i 's/^.* ml-api.internal/# &/' /etc/hosts
