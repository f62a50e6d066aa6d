# title: SSH was allowed by a rule of another form, which stands before the limit
# trips: firewall.ssh-guarded firewall.no-shadowed-rules firewall.limits-and-logging
set -eu
ufw delete limit 22/tcp
ufw allow 22
ufw limit 22/tcp
