# Task 3 of the exercise with ufw: deny by default, the platform's ports, databases for one subnet, SSH limited in its rate.
set -eu
ufw default deny incoming
ufw default allow outgoing
ufw allow 22/tcp comment 'SSH access'
ufw allow 8080/tcp comment 'ML Model API'
ufw allow 9090/tcp comment 'Prometheus'
ufw allow 3000/tcp comment 'Grafana'
ufw allow from 192.168.1.0/24 to any port 5432 comment 'PostgreSQL internal only'
ufw allow from 192.168.1.0/24 to any port 6379 comment 'Redis internal only'
# Takes the place of the rule that allows it.
ufw limit 22/tcp
ufw --force enable
ufw status verbose >"$LAB_CONFIG/ufw_rules.txt"
chown student:student "$LAB_CONFIG/ufw_rules.txt"

cat >>"$LAB_REPORT" <<REPORT
## Task 3: Firewall

\`\`\`
\$ sudo ufw status verbose
$(ufw status verbose)
\`\`\`

Which ports are open, and why:

- 22/tcp (SSH) is limited: six connections in 30 seconds lock a source out, which stops password guessing.
- 8080/tcp is open to everybody, since applications call the model API from outside.
- 9090/tcp and 3000/tcp are open so that the team can look at Prometheus and Grafana.
- 5432/tcp and 6379/tcp are open for 192.168.1.0/24 only: databases are for the platform's own machines.

Everything else is denied by default and logged.

REPORT
