# title: A WireGuard tunnel in user space to a second site, in a namespace of its own, with a handshake
# trips: none
# base: ufw-namespaces
# image: bonus
# bonus: bonus.wireguard
set -eu
umask 077
mkdir -p /etc/wireguard
# The kernel of lab hosts has no WireGuard: Debian's wireguard-go serves both ends.
export WG_I_PREFER_BUGGY_USERSPACE_TO_POLISHED_KMOD=1
ip netns add branch-office
ip link add uplink type veth peer name uplink netns branch-office
ip addr add 10.99.0.1/24 dev uplink
ip link set uplink up
ip -n branch-office addr add 10.99.0.2/24 dev uplink
ip -n branch-office link set uplink up
ip -n branch-office link set lo up
ufw allow in on uplink to any port 51820 proto udp >/dev/null

for end in wg0 wg1; do wg genkey >"/etc/wireguard/$end.key"; done
wireguard-go wg0 2>/dev/null
ip netns exec branch-office wireguard-go wg1 2>/dev/null
wg set wg0 listen-port 51820 private-key /etc/wireguard/wg0.key \
  peer "$(wg pubkey </etc/wireguard/wg1.key)" allowed-ips 10.66.66.2/32
ip netns exec branch-office wg set wg1 private-key /etc/wireguard/wg1.key \
  peer "$(wg pubkey </etc/wireguard/wg0.key)" allowed-ips 10.66.66.1/32 endpoint 10.99.0.1:51820
ip addr add 10.66.66.1/24 dev wg0
ip link set wg0 up
ip -n branch-office addr add 10.66.66.2/24 dev wg1
ip -n branch-office link set wg1 up
ip netns exec branch-office ping -c 3 -i 0.2 -W 5 10.66.66.1 >/dev/null || :
wg show wg0 latest-handshakes | grep -qv '	0$'
