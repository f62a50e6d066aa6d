# title: The guide has the headings that were asked for, and nothing below them
# trips: documentation.topology-diagram documentation.decision-tree documentation.issues-table documentation.hardening-checklist
set -eu
printf '# Network guide\n\n## Network topology diagram\n\nTODO\n\n## Troubleshooting decision tree\n\n## Common issues and solutions\n\n| Issue | Solution |\n|---|---|\n\n## Security hardening checklist\n\n- [ ]\n' >"$LAB_DOCS/NETWORK_GUIDE.md"
