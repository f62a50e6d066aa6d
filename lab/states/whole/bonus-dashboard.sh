# title: Prometheus, a Grafana, and a dashboard that was exported
# trips: none
# base: ufw-namespaces
# image: bonus
# bonus: bonus.dashboard
set -eu
systemctl --quiet enable --now prometheus

# Grafana is not in Debian. This stand-in answers its health page alone, as Grafana 11 does, and is nothing else.
cat >/usr/local/bin/grafana-stand-in <<'ANSWER'
#!/bin/sh
read -r _ path _
body='{"database":"ok","version":"11.2.0","commit":"2a88694fd3"}' status='200 OK'
[ "$path" = /api/health ] || body='{"message":"Not found"}' status='404 Not Found'
printf 'HTTP/1.1 %s\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: %s\r\nConnection: close\r\n\r\n%s' "$status" "${#body}" "$body"
ANSWER
chmod 755 /usr/local/bin/grafana-stand-in
systemd-run --quiet --unit grafana-stand-in -p DynamicUser=yes socat TCP-LISTEN:3000,reuseaddr,fork EXEC:/usr/local/bin/grafana-stand-in

mkdir -p "$LAB_DOCS/grafana"
cat >"$LAB_DOCS/grafana/ml-platform.json" <<'DASHBOARD'
{
  "title": "ML platform network",
  "schemaVersion": 39,
  "time": { "from": "now-1h", "to": "now" },
  "panels": [
    {
      "id": 1, "title": "Received", "type": "timeseries", "gridPos": { "h": 8, "w": 12, "x": 0, "y": 0 },
      "targets": [{ "refId": "A", "expr": "rate(node_network_receive_bytes_total[5m])" }]
    },
    {
      "id": 2, "title": "Targets that are up", "type": "stat", "gridPos": { "h": 8, "w": 12, "x": 12, "y": 0 },
      "targets": [{ "refId": "A", "expr": "sum(up)" }]
    }
  ]
}
DASHBOARD
chown -R student:student "$LAB_DOCS/grafana"
until curl -sf http://127.0.0.1:9090/-/healthy && curl -sf http://127.0.0.1:3000/api/health; do read -r _ </proc/uptime; done >/dev/null
