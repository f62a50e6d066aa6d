# title: A name leads to a public address
# trips: dns.names-resolve
set -eu
sed -i 's/^.* model-registry.internal/8.8.4.4 model-registry.internal/' /etc/hosts
