# title: Task 4 in the report names the commands and shows no output
# trips: connectivity.tests-documented
set -eu
sed -i '/^## Task 4/,/^## Task 5/ { /^[0-9]* packets/d; /bytes from/d; /^ *[0-9]* .* ms/d; /^Connection to/d; /^nc: /d }' "$LAB_REPORT"
