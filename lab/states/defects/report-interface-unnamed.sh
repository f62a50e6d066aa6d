# title: The report never names the primary interface
# trips: interfaces.primary-interface
set -eu
sed -i 's/\beth0\b/…/g' /home/student/LAB_REPORT.md
