# Task 1 of the exercise: a service of the platform runs, and the report holds what ip and ss said about the machine.
set -eu
report=$LAB_REPORT

# The model API, as a service of its own, so that it outlives the login.
install -d -o student -g student /srv/model-api
echo 'ML API' >/srv/model-api/index.html
cat >/etc/systemd/system/model-api.service <<'UNIT'
[Unit]
Description=ML model API

[Service]
User=student
ExecStart=python3 -m http.server 8080 --directory /srv/model-api

[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload
systemctl --quiet enable --now model-api
# Up when it listens; a student looks again, too.
until ss -Htln 'sport = :8080' | grep -q .; do read -r _ </proc/uptime; done

link=$(ip route show default | awk '{ print $5; exit }')
cat >>"$report" <<REPORT
## Task 1: Network interfaces

My machine's address and prefix, and the default gateway:

\`\`\`
\$ ip addr show $link
$(ip addr show "$link")
\$ ip route show
$(ip route show)
\`\`\`

The primary interface is **$link**; everything without a route of its own leaves by it.

What listens:

\`\`\`
\$ ss -tulpn
$(ss -tulpn)
\`\`\`

Port 22 is sshd, 8080 is the model API that I started for the exercise.

REPORT
chown student:student "$report"
