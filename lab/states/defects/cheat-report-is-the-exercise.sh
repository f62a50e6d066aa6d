# title: The exercise's own text is handed in as the report
# kind: cheat
# trips: interfaces.address-documented interfaces.prefix-documented interfaces.gateway-documented interfaces.primary-interface interfaces.listeners-documented dns.diagnosis-documented documentation.report-covers-tasks documentation.report-explains performance.bandwidth-measured performance.bandwidth-reproducible performance.latency-measured performance.interface-counters firewall.rules-explained connectivity.tests-documented
set -eu
cat >"$LAB_REPORT" <<'REPORT'
# Exercise 09: Linux Networking and Troubleshooting for ML Infrastructure

### Task 1: Network Interface Configuration and Inspection

```bash
# Modern way to view network interfaces (replaces ifconfig)
ip addr show
ss -tulpn
# - 5432: PostgreSQL
ip addr show $PRIMARY_IFACE
      addresses:
        - 192.168.1.100/24
      gateway4: 192.168.1.1
```

### Task 2: SSH Security Hardening

```bash
ssh-keygen -t ed25519 -C "ml-platform-admin" -f ~/.ssh/ml_platform_key
PasswordAuthentication no
PermitRootLogin no
```

### Task 3: Firewall Configuration with UFW and iptables

```bash
sudo ufw status verbose
sudo ufw allow 8080/tcp comment 'ML Model API'
sudo iptables -A INPUT -p tcp --dport 8080 -j DROP
```

### Task 5: DNS Resolution Troubleshooting

```bash
dig google.com
192.168.1.100 gpu-node-1.internal
192.168.1.200 ml-api.internal
```

### Task 8: Troubleshooting Common ML Infrastructure Network Issues

```bash
echo "=== Debugging connection to $TARGET_HOST:$TARGET_PORT ==="
    echo "✓ Port $TARGET_PORT is open"
        print "P95:  " values[int(count*0.95)] " ms"
echo -e "\n=== Debug Complete ==="
```
REPORT
