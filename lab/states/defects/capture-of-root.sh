# title: The capture belongs to root, and nobody else may read it
# trips: connectivity.capture
set -eu
chown root:root /tmp/capture.pcap "$LAB_DOCS/capture.pcap"
chmod 600 /tmp/capture.pcap "$LAB_DOCS/capture.pcap"
