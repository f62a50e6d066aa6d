# title: PostgreSQL is let in from everywhere
# trips: firewall.databases-closed
set -eu
ufw allow 5432/tcp
