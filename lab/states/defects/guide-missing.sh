# title: There is no network guide
# trips: documentation.topology-diagram documentation.decision-tree documentation.issues-table documentation.hardening-checklist
set -eu
rm "$LAB_DOCS/NETWORK_GUIDE.md"
