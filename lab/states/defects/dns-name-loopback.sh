# title: A name leads to loopback, which is another machine on every node
# trips: dns.names-resolve
set -eu
sed -i 's/^.* feature-store.internal/127.0.0.1 feature-store.internal/' /etc/hosts
