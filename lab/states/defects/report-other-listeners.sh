# title: The report lists ports on which nothing listens
# trips: interfaces.listeners-documented
set -eu
sed -i -e 's/:22 /:2222 /' -e 's/:8080 /:8443 /' -e '/^Port 22/d' /home/student/LAB_REPORT.md
