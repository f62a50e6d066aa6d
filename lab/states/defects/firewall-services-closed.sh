# title: Only SSH is let in
# trips: firewall.services-open
set -eu
for port in 8080 9090 3000; do ufw delete allow $port/tcp; done
