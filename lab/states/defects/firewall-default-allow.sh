# title: What no rule is about is let in
# trips: firewall.default-deny firewall.ssh-guarded firewall.services-open firewall.databases-closed firewall.no-shadowed-rules firewall.limits-and-logging
set -eu
ufw default allow incoming
