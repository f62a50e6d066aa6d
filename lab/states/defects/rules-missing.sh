# title: No file with firewall rules is handed in
# trips: documentation.rules-backup
set -eu
rm "$LAB_CONFIG/ufw_rules.txt"
