# title: The decision tree is all that is drawn, and its heading promises the topology too
# trips: documentation.topology-diagram
set -eu
sed -i -e '/^graph LR/,/^```$/d' "$LAB_DOCS/NETWORK_GUIDE.md"
sed -i -e '0,/^```mermaid$/{/^```mermaid$/d}' -e 's/^## Troubleshooting$/## Topology and troubleshooting/' "$LAB_DOCS/NETWORK_GUIDE.md"
