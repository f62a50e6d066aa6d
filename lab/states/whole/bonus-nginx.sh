# title: Nginx shares requests among two model APIs
# trips: none
# base: ufw-namespaces
# image: bonus
# bonus: bonus.load-balancer
set -eu
for port in 8081 8082; do
  systemd-run --quiet --unit "model-api-$port" -p User=student python3 -m http.server "$port" --bind 127.0.0.1 --directory /srv/model-api
done
rm /etc/nginx/sites-enabled/default
cat >/etc/nginx/conf.d/model-api.conf <<'CONFIG'
upstream model_servers {
    server 127.0.0.1:8081;
    server 127.0.0.1:8082;
}

server {
    listen 127.0.0.1:8088;
    location / {
        proxy_pass http://model_servers;
    }
}
CONFIG
systemctl --quiet enable --now nginx
until curl -sf -o /dev/null http://127.0.0.1:8088/; do read -r _ </proc/uptime; done

cat >>"$LAB_REPORT" <<REPORT
## Bonus: load balancing

Nginx on port 8088 shares requests among two model APIs on 8081 and 8082:

\`\`\`
\$ ss -tlnp
$(ss -tlnp)
\`\`\`

REPORT
