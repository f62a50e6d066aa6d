# Task 5 of the exercise: the platform's names in /etc/hosts, systemd-resolved with servers and domains, a diagnosis.
set -eu
report=$LAB_REPORT

cat >>/etc/hosts <<'HOSTS'
192.168.1.100 gpu-node-1.internal
192.168.1.101 gpu-node-2.internal
192.168.1.200 ml-api.internal
192.168.1.201 feature-store.internal
192.168.1.202 model-registry.internal
HOSTS

cat >/etc/systemd/resolved.conf <<'CONF'
[Resolve]
DNS=8.8.8.8 1.1.1.1
FallbackDNS=8.8.4.4
Domains=internal.com ml-platform.local
DNSSEC=no
CONF
systemctl restart systemd-resolved

cat >>"$report" <<REPORT
## Task 5: DNS

\`\`\`
\$ dig ml-api.internal
$(dig ml-api.internal)
\$ resolvectl status
$(resolvectl --no-pager status)
\`\`\`

REPORT
chown student:student "$report"
