# title: The report says nothing about issues that were met
# trips: documentation.report-explains
set -eu
sed -i '/^## Issues encountered/,$d' "$LAB_REPORT"
