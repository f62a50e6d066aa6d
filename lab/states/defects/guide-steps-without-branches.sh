# title: The way to a fault is a list of steps that never branches
# trips: documentation.decision-tree
set -eu
sed -i '/^flowchart TD/,/^```$/d' "$LAB_DOCS/NETWORK_GUIDE.md"
awk '/^## Troubleshooting$/ { print; print "\n1. Ping the host.\n2. Look at its routes.\n3. Look at its firewall.\n4. Restart the service."; skip = 1; next } skip && /^```mermaid$/ { skip = 0; next } { print }' "$LAB_DOCS/NETWORK_GUIDE.md" >/tmp/guide
cat /tmp/guide >"$LAB_DOCS/NETWORK_GUIDE.md"
rm /tmp/guide
