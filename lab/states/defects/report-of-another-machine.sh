# title: The lab report was taken from another machine
# trips: interfaces.address-documented interfaces.prefix-documented interfaces.gateway-documented
# review: documentation.report-covers-tasks
set -eu
network=${LAB_ADDRESS%.*}
sed -i "s/$network\\./192.168.56./g" /home/student/LAB_REPORT.md
