# title: The report leaves out tasks 2, 7 and 8
# trips: documentation.report-covers-tasks
set -eu
awk '/^## / { keep = !/^## .* (2|7|8):/ } keep || !/./ || NR < 3' "$LAB_REPORT" >/tmp/report
cat /tmp/report >"$LAB_REPORT"
rm /tmp/report
