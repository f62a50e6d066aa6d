# title: The report says nothing of what the interface counted
# trips: performance.interface-counters
set -eu
sed -i '/neither errors nor drops/d; /^ *[RT]X: *bytes/,+1d' "$LAB_REPORT"
