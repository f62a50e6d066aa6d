# Before the first task: the folders of the deliverables, as the style wants them, and a report to which each part adds a section.
set -eu
runuser -u student -- mkdir -p "$LAB_CONFIG" "$LAB_SCRIPTS" "$LAB_DOCS"
printf '# Lab report\n\n' >"$LAB_REPORT"
chown student:student "$LAB_REPORT"
