# title: A classmate's report with its address and gateway replaced, and nothing else
# trips: none
# kind: cheat
# review: documentation.report-covers-tasks
set -eu
sed -i -E "s/([0-9a-f]{2}:){5}[0-9a-f]{2}/52:54:00:a1:b2:c3/g; s/inet6 fe80::[0-9a-f:]+/inet6 fe80::5054:ff:fea1:b2c3/; s/SHA256:[A-Za-z0-9+\/]{43}/SHA256:Jx0p1cJ5zq2yTqv3mB0nQ8dVx4r9eWlUoKs7fHhYtGa/g; s/\b$(hostname)\b/ml-lab-07/g" "$LAB_REPORT"
