# title: The iptables rules of 3.2 stand behind those of ufw, which lets the API in first
# trips: firewall.no-shadowed-rules
set -eu
iptables -A INPUT -p tcp --dport 8080 -s 192.168.100.0/24 -j ACCEPT
iptables -A INPUT -p tcp --dport 8080 -m limit --limit 100/second --limit-burst 200 -j ACCEPT
iptables -A INPUT -p tcp --dport 8080 -j DROP
