# title: The set of internal networks holds one that is larger than the private one
# trips: firewall.databases-closed
# base: nftables-dropins
set -eu
nft add element inet platform internal '{ 10.0.0.0/7 }'
