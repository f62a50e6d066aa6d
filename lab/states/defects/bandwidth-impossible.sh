# title: The report claims a bandwidth that no machine has
# trips: performance.bandwidth-measured performance.bandwidth-reproducible
# review: performance.bandwidth-measured
set -eu
sed -i 's/ [GM]bits\/sec/ Tbits\/sec/' "$LAB_REPORT"
