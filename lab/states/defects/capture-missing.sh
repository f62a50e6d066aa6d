# title: Traffic was looked at, and no capture kept
# trips: connectivity.capture
set -eu
rm /tmp/capture.pcap "$LAB_DOCS/capture.pcap"
