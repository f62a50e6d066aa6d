# title: Redis is let in from a network that is larger than the private one
# trips: firewall.databases-closed
set -eu
ufw allow from 10.0.0.0/7 to any port 6379 proto tcp
