# title: systemd starts the model API again when it ends
# trips: none
# base: ufw-namespaces
# bonus: bonus.automatic-restart
set -eu
mkdir -p /etc/systemd/system/model-api.service.d
printf '[Service]\nRestart=always\nRestartSec=1\n' >/etc/systemd/system/model-api.service.d/restart.conf
systemctl daemon-reload
before=$(systemctl show -P MainPID model-api)
kill -KILL "$before"
# It has started again, and listens.
until [ "$(systemctl show -P NRestarts model-api)" = 1 ] && ss -Htln 'sport = :8080' | grep -q .; do read -r _ </proc/uptime; done
