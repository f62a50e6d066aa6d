# title: The report names the commands of the DNS diagnosis and shows no output
# trips: dns.diagnosis-documented documentation.report-covers-tasks
set -eu
report=/home/student/LAB_REPORT.md
rest=$(sed '/^## Task 5/,/^## Task [^5]/d' "$report")
printf '%s\n' "$rest" '## Task 5: DNS' '' 'I looked with `dig ml-api.internal` and `resolvectl status`. It works.' >"$report"
