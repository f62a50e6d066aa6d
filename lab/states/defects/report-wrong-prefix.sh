# title: The report gives the subnet a prefix that is not the machine's
# trips: interfaces.prefix-documented
set -eu
sed -i 's|\(\.[0-9]*\)/24|\1/16|g' /home/student/LAB_REPORT.md
