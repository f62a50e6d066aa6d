# Wires the three ends: $1 the process of the peer, $2 of the host, $3 of the machine behind it. The peer has no
# addresses of its own, so that no kernel but the host's answers anything.
set -e
peer=$1 host=$2 inner=$3
in_host() { nsenter -t "$host" -n "$@"; }
in_inner() { nsenter -t "$inner" -n "$@"; }

ip link add name a$$ netns "$peer" address 02:00:00:00:00:01 type veth peer name b$$ netns "$host" address 02:00:00:00:00:02
ip link add name c$$ netns "$peer" address 02:00:00:00:01:01 type veth peer name d$$ netns "$host" address 02:00:00:00:01:02
ip link add name e$$ netns "$host" address 02:00:00:00:02:02 type veth peer name f$$ netns "$inner" address 02:00:00:00:02:01
nsenter -t "$peer" -n sh -e -c "
  sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv4.conf.all.arp_ignore=8
  ip link set a$$ name lan; ip link set c$$ name wan; ip link set lan up; ip link set wan up"
in_host sh -e -c "
  ip link set b$$ name eth0; ip link set d$$ name ens1; ip link set e$$ name docker0
  sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0
  sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
  sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0 net.ipv4.tcp_synack_retries=0
  sysctl -qw net.ipv4.icmp_msgs_per_sec=100000 net.ipv4.icmp_msgs_burst=100000 2>/dev/null || true
  ip link set lo up"
for link in eth0 ens1 docker0; do in_host sysctl -qw net.ipv6.conf.$link.accept_dad=0 net.ipv4.conf.$link.rp_filter=0; done
in_inner sh -e -c "
  sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
  ip link set f$$ name eth0; sysctl -qw net.ipv6.conf.eth0.accept_dad=0; ip link set lo up; ip link set eth0 up
  ip addr add 172.17.0.2/16 dev eth0; ip -6 addr add fd17::2/64 dev eth0 nodad
  ip neigh add 172.17.0.1 lladdr 02:00:00:00:02:02 dev eth0; ip -6 neigh add fd17::1 lladdr 02:00:00:00:02:02 dev eth0
  ip route add default via 172.17.0.1; ip -6 route add default via fd17::1"
in_host sh -e -c "
  for link in eth0 ens1 docker0; do ip link set \$link up; done
  ip addr add 10.71.0.2/24 dev eth0; ip addr add 192.0.2.2/24 dev ens1; ip addr add 172.17.0.1/16 dev docker0
  ip -6 addr add fd71::2/64 dev eth0 nodad; ip -6 addr add 2001:db8:1::2/64 dev ens1 nodad; ip -6 addr add fd17::1/64 dev docker0 nodad
  ip route add 192.168.100.0/24 dev eth0; ip route add default dev ens1; ip -6 route add default dev ens1
  for address in 10.71.0.1 10.71.0.77 192.168.100.5; do ip neigh add \$address lladdr 02:00:00:00:00:01 dev eth0; done
  for address in 192.0.2.1 203.0.113.9; do ip neigh add \$address lladdr 02:00:00:00:01:01 dev ens1; done
  for address in fd71::1 fd71::77; do ip -6 neigh add \$address lladdr 02:00:00:00:00:01 dev eth0; done
  for address in 2001:db8:1::1 2001:db8:9::9; do ip -6 neigh add \$address lladdr 02:00:00:00:01:01 dev ens1; done
  ip neigh add 172.17.0.2 lladdr 02:00:00:00:02:01 dev docker0; ip -6 neigh add fd17::2 lladdr 02:00:00:00:02:01 dev docker0"
