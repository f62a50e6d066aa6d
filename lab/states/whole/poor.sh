# title: Half of the work: what was done by hand is gone after a reboot, the deliverables were started and not finished
# base: ufw-namespaces
# trips: interfaces.gateway-documented interfaces.service-answers ssh.password-login-disabled ssh.sessions-limited ssh.login-grace-limited ssh.idle-timeout firewall.ssh-guarded firewall.databases-closed firewall.limits-and-logging connectivity.capture connectivity.script-tells-host dns.names-resolve performance.bandwidth-measured performance.bandwidth-reproducible performance.interface-counters performance.latency-percentiles segmentation.segments-exist segmentation.segments-connected segmentation.isolation-holds documentation.topology-diagram documentation.decision-tree documentation.issues-table documentation.hardening-checklist documentation.scripts-parse
set -eu
# A reboot: namespaces are gone, and so is the service that nobody enabled.
ip netns delete ml-training
ip netns delete ml-serving
systemctl --quiet disable --now model-api

# The image's own drop-in is read before the hardening; some of the limits were forgotten.
echo 'PasswordAuthentication yes' >/etc/ssh/sshd_config.d/50-cloud-init.conf
sed -i '/^MaxSessions/d; /^LoginGraceTime/d; /^ClientAlive/d' /etc/ssh/sshd_config.d/99-hardening.conf
systemctl restart ssh

# The database was opened to make it work, the limit on SSH taken off.
ufw allow 5432/tcp
ufw delete limit 22/tcp
ufw allow 22/tcp
ufw logging off

sed -i 's/^.* ml-api.internal/# &/; s/model-registry.internal/model-registy.internal/' /etc/hosts
systemctl restart systemd-resolved

sed -i '/P95/d; /P99/d' "$LAB_SCRIPTS/analyze_latency.sh"
chmod -x "$LAB_SCRIPTS/analyze_latency.sh"
sed -i 's/^if ping .*/if true; then/; /^traceroute/d' "$LAB_SCRIPTS/debug_connection.sh"
find /tmp "$LAB_DOCS" /home/student -name '*.pcap' -delete

# Headings wait for their content.
cat >"$LAB_DOCS/NETWORK_GUIDE.md" <<'GUIDE'
# Network guide

## Network topology

(diagram to follow)

## Troubleshooting decision tree

## Common issues

| Issue | Solution |
|-------|----------|
| Connection refused | Start the service and look at `ss -tlnp` |
| Name not found | Add it to /etc/hosts |

## Security hardening checklist

- [x] Root login disabled
- [x] Firewall enabled with default deny
- [ ] Passwords disabled
GUIDE
sed -i '/^## Task 6/,/^## Task 7/d; /^default via/d' "$LAB_REPORT"
