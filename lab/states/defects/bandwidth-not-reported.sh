# title: The report speaks of iperf3 and shows the command only
# trips: performance.bandwidth-measured performance.bandwidth-reproducible
set -eu
sed -i '/^\[/d; /^Connecting to host/d; /^iperf Done/d; /^- - -/d' "$LAB_REPORT"
