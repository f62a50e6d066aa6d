# title: The report shows the rules and explains none
# trips: firewall.rules-explained
set -eu
sed -i '/^Which ports are open/,/^Everything else is denied/d' "$LAB_REPORT"
