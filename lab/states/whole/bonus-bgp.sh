# title: Two sites, each FRRouting in a namespace of its own, exchange their networks by BGP
# trips: none
# base: ufw-namespaces
# image: bonus
# bonus: bonus.bgp
set -eu
ip netns add site-a
ip netns add site-b
ip link add bgp netns site-a type veth peer name bgp netns site-b
site() { # name, last number of the address, AS, the other's number, the other's AS
  ip -n "$1" addr add "10.98.0.$2/24" dev bgp
  ip -n "$1" addr add "10.20$2.0.1/24" dev lo
  ip -n "$1" link set lo up
  ip -n "$1" link set bgp up
  install -d -o frr -g frr -m 750 "/etc/frr/$1" "/run/frr/$1"
  cat >"/etc/frr/$1/frr.conf" <<CONFIG
router bgp $3
 bgp router-id 10.98.0.$2
 no bgp ebgp-requires-policy
 neighbor 10.98.0.$4 remote-as $5
 neighbor 10.98.0.$4 timers connect 1
 address-family ipv4 unicast
  network 10.20$2.0.0/24
CONFIG
  : >"/etc/frr/$1/vtysh.conf"
  chown frr:frr "/etc/frr/$1"/*
  for daemon in zebra bgpd; do ip netns exec "$1" "/usr/lib/frr/$daemon" -d -N "$1" -A 127.0.0.1; done
  vtysh -N "$1" -b
}
site site-a 1 65001 2 65002
site site-b 2 65002 1 65001
until vtysh -N site-a -c 'show bgp summary json' | grep -q '"state": *"Established"'; do read -r _ </proc/uptime; done
