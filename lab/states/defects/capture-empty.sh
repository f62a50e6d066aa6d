# title: tcpdump was stopped before any packet came
# trips: connectivity.capture
set -eu
for file in /tmp/capture.pcap "$LAB_DOCS/capture.pcap"; do
  head -c 24 "$file" >"$file.head"
  mv "$file.head" "$file"
done
