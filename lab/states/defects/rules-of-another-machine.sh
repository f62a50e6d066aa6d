# title: ufw_rules.txt is of a machine with its databases open and neither Prometheus nor Grafana
# trips: none
# review: documentation.rules-backup
set -eu
sed -i -e '/^9090\/tcp/d; /^3000\/tcp/d' -e 's|192\.168\.1\.0/24 |Anywhere       |' "$LAB_CONFIG/ufw_rules.txt"
