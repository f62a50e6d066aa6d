# title: The counters in the report are the loopback’s
# trips: performance.interface-counters
set -eu
link=$(ip route show default | awk '{ print $5; exit }')
sed -i "/neither errors nor drops/d; s/ip -s link show $link/ip -s link show lo/; /^. ip -s link show/,/^\`\`\`/s/^[0-9]*: $link[^:]*:/1: lo:/" "$LAB_REPORT"
