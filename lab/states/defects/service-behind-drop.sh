# title: A firewall rule keeps the machine itself from its service
# trips: interfaces.service-answers
set -eu
iptables -I INPUT -i lo -p tcp --dport 8080 -j DROP
