# title: iperf3 was taken off the machine after the measurement
# trips: performance.bandwidth-reproducible
set -eu
rm "$(command -v iperf3)"
