# title: The report does not show the default route
# trips: interfaces.gateway-documented
set -eu
sed -i '/^default via/d' /home/student/LAB_REPORT.md
