# title: The items of the hardening checklist are single words
# trips: documentation.hardening-checklist
set -eu
sed -i 's/^- \[x\] \([^ ]*\).*/- [ ] \1/' "$LAB_DOCS/NETWORK_GUIDE.md"
