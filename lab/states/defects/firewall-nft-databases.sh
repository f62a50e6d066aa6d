# title: The databases stand in the set of services that everybody may use
# trips: firewall.databases-closed
# base: nftables-dropins
set -eu
nft add element inet platform services '{ 5432, 6379 }'
