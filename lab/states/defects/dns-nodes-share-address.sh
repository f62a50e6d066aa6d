# title: Both GPU nodes have one address
# trips: dns.addresses-distinct
set -eu
sed -i 's/^.* gpu-node-2.internal/192.168.1.100 gpu-node-2.internal/' /etc/hosts
