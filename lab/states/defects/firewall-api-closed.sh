# title: The model API has no rule
# trips: firewall.services-open
set -eu
ufw delete allow 8080/tcp
