# title: The model API is let in from one machine alone
# trips: firewall.services-open
set -eu
ufw delete allow 8080/tcp
ufw allow from 192.168.1.50 to any port 8080 proto tcp
