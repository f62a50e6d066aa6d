# title: One name stands on two lines with different addresses
# trips: dns.addresses-distinct
set -eu
echo '192.168.1.210 ml-api.internal' >>/etc/hosts
