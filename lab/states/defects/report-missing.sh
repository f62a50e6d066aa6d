# title: There is no lab report
# trips: interfaces.address-documented interfaces.prefix-documented interfaces.gateway-documented interfaces.primary-interface interfaces.listeners-documented interfaces.modern-tools dns.diagnosis-documented
set -eu
rm /home/student/LAB_REPORT.md
