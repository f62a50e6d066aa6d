# title: A rule lets the back end and the data tier through to each other
# trips: segmentation.isolation-holds
# base: ufw-docker
set -eu
iptables -I DOCKER-USER -s 172.21.0.0/16 -d 172.22.0.0/16 -j ACCEPT
iptables -I DOCKER-USER -s 172.22.0.0/16 -d 172.21.0.0/16 -j ACCEPT
