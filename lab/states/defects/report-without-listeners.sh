# title: The list of listening sockets is missing from the report
# trips: interfaces.listeners-documented interfaces.modern-tools
set -eu
sed -i -e '/LISTEN\|UNCONN\|Netid\|ss -tulpn/d' -e '/^Port 22/d' /home/student/LAB_REPORT.md
