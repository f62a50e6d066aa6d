# Task 5 by drop-in files and other addresses: a file below resolved.conf.d, several names in a line of /etc/hosts.
set -eu

cat >>/etc/hosts <<'HOSTS'

# ML platform
10.20.0.11   gpu-node-1.internal gpu-node-1
10.20.0.12   gpu-node-2.internal gpu-node-2
10.20.0.50   ml-api.internal
10.20.0.51   feature-store.internal
10.20.0.52   model-registry.internal
HOSTS

install -d /etc/systemd/resolved.conf.d
cat >/etc/systemd/resolved.conf.d/10-servers.conf <<'CONF'
[Resolve]
DNS=1.1.1.1
FallbackDNS=8.8.4.4
CONF
cat >/etc/systemd/resolved.conf.d/20-domains.conf <<'CONF'
[Resolve]
Domains=internal.com
Domains=ml-platform.local
CONF
systemctl restart systemd-resolved

cat >>"$LAB_REPORT" <<REPORT
## Task 5: DNS

\`\`\`console
student@$(hostname):~\$ getent hosts ml-api.internal
$(getent hosts ml-api.internal)
student@$(hostname):~\$ resolvectl query ml-api.internal
$(resolvectl --no-pager query ml-api.internal)
student@$(hostname):~\$ dig +noall +answer +stats ml-api.internal
$(dig +noall +answer +stats ml-api.internal)
\`\`\`

REPORT
