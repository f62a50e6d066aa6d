# title: ufw_rules.txt was written with sudo and nobody else may read it
# trips: documentation.rules-backup
set -eu
chown root:root "$LAB_CONFIG/ufw_rules.txt"
chmod 600 "$LAB_CONFIG/ufw_rules.txt"
