# title: The report has nothing under the heading of the firewall
# trips: firewall.rules-explained
set -eu
sed -i '/^## Task 3/,/^## /{/^## /!d}' "$LAB_REPORT"
