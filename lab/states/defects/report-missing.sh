# title: There is no lab report
# trips: interfaces.address-documented interfaces.prefix-documented interfaces.gateway-documented interfaces.primary-interface interfaces.listeners-documented interfaces.modern-tools firewall.rules-explained connectivity.tests-documented dns.diagnosis-documented performance.bandwidth-measured performance.bandwidth-reproducible performance.latency-measured performance.interface-counters documentation.report-covers-tasks documentation.report-explains
set -eu
rm /home/student/LAB_REPORT.md
