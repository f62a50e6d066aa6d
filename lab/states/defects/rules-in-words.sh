# title: ufw_rules.txt holds a sentence in the place of rules
# trips: documentation.rules-backup
set -eu
echo "The firewall is enabled and everything works." >"$LAB_CONFIG/ufw_rules.txt"
