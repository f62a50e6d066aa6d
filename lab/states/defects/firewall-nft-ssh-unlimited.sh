# title: SSH is accepted before the chain that limits it
# trips: firewall.ssh-guarded firewall.no-shadowed-rules firewall.limits-and-logging
# base: nftables-dropins
set -eu
nft insert rule inet platform incoming tcp dport 22 accept
