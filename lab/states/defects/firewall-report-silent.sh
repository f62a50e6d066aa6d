# title: The report has nothing under the heading of the firewall
# trips: firewall.rules-explained documentation.report-covers-tasks
set -eu
sed -i '/^## Task 3/,/^## /{/^## /!d}' "$LAB_REPORT"
