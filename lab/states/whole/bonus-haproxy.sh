# title: HAProxy shares requests among two model APIs
# trips: none
# base: ufw-namespaces
# image: bonus
# bonus: bonus.load-balancer
set -eu
for port in 8081 8082; do
  systemd-run --quiet --unit "model-api-$port" -p User=student python3 -m http.server "$port" --bind 127.0.0.1 --directory /srv/model-api
done
cat >>/etc/haproxy/haproxy.cfg <<'CONFIG'

frontend ml_api
    bind 127.0.0.1:8088
    default_backend model_servers

backend model_servers
    balance roundrobin
    server api1 127.0.0.1:8081 check
    server api2 127.0.0.1:8082 check
CONFIG
systemctl --quiet enable --now haproxy
until curl -sf -o /dev/null http://127.0.0.1:8088/; do read -r _ </proc/uptime; done

cat >>"$LAB_REPORT" <<REPORT
## Bonus: load balancing

HAProxy on port 8088 shares requests among two model APIs on 8081 and 8082:

\`\`\`
\$ ss -tlnp
$(ss -tlnp)
\`\`\`

REPORT
