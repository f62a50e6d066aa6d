# title: The table of issues has two rows
# trips: documentation.issues-table
set -eu
sed -i -e '/^| SSH to a GPU/d' -e '/^| Names do not/d' "$LAB_DOCS/NETWORK_GUIDE.md"
