# title: The exercise's text followed verbatim, command by command as far as it can run; the reports minimal and honest
# trips: firewall.no-shadowed-rules
# docker: yes
# earns: 99
# The account's own shell does it, with a sudo that asks for no password until the end. Left out: 1.3 (optional; its
# redirection is refused anyway), what waits for a terminal or for ever, and what is not installed.
set -eu
echo 'student ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/verbatim
cat >/tmp/verbatim <<'VERBATIM'
cd ~
mkdir /tmp/shown
# What a command printed, kept for the report: shown TASK COMMAND
shown() { { echo "\$ $2"; eval "$2"; } >>"/tmp/shown/$1" 2>&1; }

# Task 1
PRIMARY_IFACE=$(ip route | grep default | awk '{print $5}')
shown 1 'ip addr show'
shown 1 'echo "Primary interface: $PRIMARY_IFACE"'
shown 1 'ip -s link show $PRIMARY_IFACE'
shown 1 'ip route show'
shown 1 'sudo ss -tulpn'
shown 1 'ss -tlnp | grep :8080'
shown 1 'ss -tnp state established'

# Task 2
mkdir -p ~/.ssh
ssh-keygen -q -N '' -t ed25519 -C "ml-platform-admin" -f ~/.ssh/ml_platform_key
chmod 700 ~/.ssh
chmod 600 ~/.ssh/ml_platform_key
chmod 644 ~/.ssh/ml_platform_key.pub
cat ~/.ssh/ml_platform_key.pub >> ~/.ssh/authorized_keys
chmod 600 ~/.ssh/authorized_keys
shown 2 'ssh -o StrictHostKeyChecking=accept-new -i ~/.ssh/ml_platform_key localhost hostname'
sudo cp /etc/ssh/sshd_config /etc/ssh/sshd_config.backup
sudo tee /etc/ssh/sshd_config.d/99-hardening.conf << 'EOF'
# Disable password authentication (key-only)
PasswordAuthentication no
PermitEmptyPasswords no
ChallengeResponseAuthentication no

# Disable root login
PermitRootLogin no

# Use protocol 2 only
Protocol 2

# Limit authentication attempts
MaxAuthTries 3
MaxSessions 5

# Disable X11 forwarding (unless needed)
X11Forwarding no

# Set login grace time
LoginGraceTime 30

# Enable strict mode
StrictModes yes

# Allow only specific users (uncomment and customize)
# AllowUsers mluser dataengineer

# Disable unnecessary features
PermitUserEnvironment no
Compression no

# Set idle timeout (15 minutes)
ClientAliveInterval 300
ClientAliveCountMax 2
EOF
shown 2 'sudo sshd -t'
shown 2 'sudo systemctl reload sshd'
shown 2 'sudo systemctl --no-pager status sshd'
cat > ~/.ssh/config << 'EOF'
# Default settings
Host *
    ServerAliveInterval 60
    ServerAliveCountMax 3
    Compression yes
    ControlMaster auto
    ControlPath ~/.ssh/sockets/%r@%h-%p
    ControlPersist 600

# GPU training nodes
Host gpu-node-*
    User mluser
    IdentityFile ~/.ssh/ml_platform_key
    StrictHostKeyChecking ask
    Port 22

# Specific nodes
Host gpu-node-1
    HostName 192.168.1.101

Host gpu-node-2
    HostName 192.168.1.102

# Jump host / bastion
Host bastion
    HostName bastion.ml-platform.com
    User admin
    IdentityFile ~/.ssh/ml_platform_key

# Access internal nodes via bastion
Host internal-*
    ProxyJump bastion
    User mluser
EOF
mkdir -p ~/.ssh/sockets

# Task 3, ufw
shown 3 'sudo ufw status verbose'
sudo ufw default deny incoming
sudo ufw default allow outgoing
sudo ufw allow 22/tcp comment 'SSH access'
sudo ufw --force enable
sudo ufw allow 8080/tcp comment 'ML Model API'
sudo ufw allow 9090/tcp comment 'Prometheus'
sudo ufw allow 3000/tcp comment 'Grafana'
sudo ufw allow from 192.168.1.0/24 to any port 5432 comment 'PostgreSQL internal only'
sudo ufw allow from 192.168.1.0/24 to any port 6379 comment 'Redis internal only'
sudo ufw limit 22/tcp
shown 3 'sudo ufw status numbered'
# and iptables
sudo iptables-save > ~/iptables_backup.txt
sudo iptables -A INPUT -i lo -j ACCEPT
sudo iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
sudo iptables -A INPUT -p tcp --dport 22 -s 10.0.0.0/8 -j ACCEPT
sudo iptables -A INPUT -p tcp --dport 8080 -s 192.168.100.0/24 -j ACCEPT
sudo iptables -A INPUT -p tcp --dport 8080 -m limit --limit 100/second --limit-burst 200 -j ACCEPT
sudo iptables -A INPUT -p tcp --dport 8080 -j DROP
sudo iptables -A INPUT -m limit --limit 5/min -j LOG --log-prefix "iptables-dropped: " --log-level 4
sudo iptables -P INPUT DROP
shown 3 'sudo netfilter-persistent save'
shown 3 'sudo iptables -L INPUT -v -n'
docker run -d --name api-server -p 8080:8080 hashicorp/http-echo -text="ML API"
shown 3 'curl http://localhost:8080'
shown 3 'sudo nmap -sS localhost'

# Task 4
shown 4 'ping -c 4 10.50.20.100'
shown 4 'ping -c 4 8.8.8.8'
shown 4 'timeout 20 traceroute -w 1 10.50.20.100'
shown 4 'timeout 30 mtr --report --report-cycles 10 10.50.20.100'
shown 4 'timeout 5 nc -zv 10.50.20.100 443'
shown 4 "if timeout 5 bash -c 'cat < /dev/null > /dev/tcp/10.50.20.100/443'; then echo 'Port 443 is open'; else echo 'Port 443 is closed or filtered'; fi"
sudo timeout 10 tcpdump -i $PRIMARY_IFACE -c 100 -w /tmp/capture.pcap &
sudo timeout 10 tcpdump -i any 'tcp port 8080' -A -c 20 >/tmp/shown/8080 2>&1 &
sudo timeout 10 tcpdump -i any 'tcp port 5432' -w /tmp/postgres.pcap &
sleep 2
curl http://localhost:8080
timeout 5 psql -h 192.168.1.50 -U mluser -d ml_platform
wait
shown 4 'cat /tmp/shown/8080'
shown 4 'tcpdump -r /tmp/postgres.pcap -nn'
shown 4 'timeout 5 nc -zv 192.168.1.100 6379'
timeout 5 nc -l 9999 >/tmp/shown/9999 &
sleep 1
shown 4 'echo "test message" | timeout 2 nc localhost 9999; cat /tmp/shown/9999'
shown 4 'nc -u -zv 8.8.8.8 53'
wait

# Task 5
shown 5 'cat /etc/resolv.conf'
shown 5 'nslookup -timeout=1 -retry=0 google.com'
shown 5 'dig +time=1 +tries=1 google.com'
shown 5 'dig +time=1 +tries=1 @8.8.8.8 google.com'
shown 5 'dig +time=1 +tries=1 ml-api.internal.com'
sudo tee -a /etc/hosts << EOF
192.168.1.100 gpu-node-1.internal
192.168.1.101 gpu-node-2.internal
192.168.1.200 ml-api.internal
192.168.1.201 feature-store.internal
192.168.1.202 model-registry.internal
EOF
shown 5 'ping -c 2 ml-api.internal'
sudo tee /etc/systemd/resolved.conf << EOF
[Resolve]
DNS=8.8.8.8 1.1.1.1
FallbackDNS=8.8.4.4
Domains=internal.com ml-platform.local
DNSSEC=no
EOF
sudo systemctl restart systemd-resolved
shown 5 'resolvectl --no-pager status'
shown 5 'sudo systemd-resolve --flush-caches'
shown 5 'time nslookup -timeout=1 -retry=0 google.com'

# Task 6: 192.168.1.100 is nobody here, so this machine measures itself
shown 6 'ping -c 10 -i 0.2 192.168.1.100'
shown 6 'ping -c 100 -i 0.2 localhost | tail -n 4'
iperf3 -s >/dev/null &
sleep 1
shown 6 'iperf3 -c localhost -t 5 -i 5'
shown 6 'iperf3 -c localhost -u -b 100M -t 2'
kill %%
shown 6 'ip -s link show $PRIMARY_IFACE'
shown 6 'ethtool -S $PRIMARY_IFACE'
shown 6 'netstat -i'
cat > ~/network_monitor.sh << 'EOF'
#!/bin/bash
# Network performance monitoring for ML infrastructure

IFACE="${1:-eth0}"
LOG_FILE="/var/log/network_monitor.log"

echo "=== Network Monitoring Started: $(date) ===" | tee -a $LOG_FILE

while true; do
    # Timestamp
    TIMESTAMP=$(date '+%Y-%m-%d %H:%M:%S')

    # Get interface statistics
    STATS=$(ip -s link show $IFACE | grep -A 2 "RX:\|TX:")

    # Get connection counts
    ESTABLISHED=$(ss -tan | grep ESTAB | wc -l)
    TIME_WAIT=$(ss -tan | grep TIME-WAIT | wc -l)

    # Log
    echo "[$TIMESTAMP] Established: $ESTABLISHED, TIME_WAIT: $TIME_WAIT" | tee -a $LOG_FILE

    # Test connectivity to critical services
    SERVICES=("ml-api.internal:8080" "feature-store.internal:6379" "model-registry.internal:5432")

    for service in "${SERVICES[@]}"; do
        HOST=${service%%:*}
        PORT=${service##*:}

        if timeout 1 bash -c "cat < /dev/null > /dev/tcp/$HOST/$PORT" 2>/dev/null; then
            echo "[$TIMESTAMP] ✓ $service reachable" | tee -a $LOG_FILE
        else
            echo "[$TIMESTAMP] ✗ $service UNREACHABLE" | tee -a $LOG_FILE
        fi
    done

    sleep 60
done
EOF
chmod +x ~/network_monitor.sh
shown 6 'timeout 5 ./network_monitor.sh eth0'

# Task 7
sudo ip netns add ml-training
sudo ip netns add ml-serving
sudo ip link add veth-train type veth peer name veth-train-br
sudo ip link add veth-serve type veth peer name veth-serve-br
sudo ip link set veth-train netns ml-training
sudo ip link set veth-serve netns ml-serving
sudo ip netns exec ml-training ip addr add 10.100.1.2/24 dev veth-train
sudo ip netns exec ml-training ip link set veth-train up
sudo ip netns exec ml-training ip link set lo up
shown 7 'ip netns list'
shown 7 'sudo ip netns exec ml-training ip addr'
shown 7 'sudo ip netns exec ml-training ping -c 2 10.100.1.2'
# Create Docker networks for different tiers
docker network create --subnet=172.20.0.0/16 ml-frontend
docker network create --subnet=172.21.0.0/16 ml-backend
docker network create --subnet=172.22.0.0/16 ml-data

# Deploy services in segmented networks
# Frontend: Model API
docker run -d --name ml-api \
    --network ml-frontend \
    --ip 172.20.0.10 \
    -p 8080:8080 \
    hashicorp/http-echo -text="ML API"

# Backend: Feature store (Redis)
docker run -d --name feature-store \
    --network ml-backend \
    --ip 172.21.0.10 \
    redis:7-alpine

# Data layer: PostgreSQL
docker run -d --name model-db \
    --network ml-data \
    --ip 172.22.0.10 \
    -e POSTGRES_PASSWORD=secret \
    postgres:15

# Connect API to backend and data networks
docker network connect ml-backend ml-api
docker network connect ml-data ml-api
shown 7 'docker exec ml-api ping -c 2 172.21.0.10'
shown 7 'docker exec ml-api ping -c 2 172.22.0.10'
shown 7 'docker exec feature-store ping -c 2 172.22.0.10'
shown 7 'docker network inspect ml-backend'

# Task 8
cat > ~/debug_connection.sh << 'EOF'
#!/bin/bash
# Debug network connection issues

TARGET_HOST="$1"
TARGET_PORT="$2"

if [ -z "$TARGET_HOST" ] || [ -z "$TARGET_PORT" ]; then
    echo "Usage: $0 <host> <port>"
    exit 1
fi

echo "=== Debugging connection to $TARGET_HOST:$TARGET_PORT ==="

# 1. Check DNS resolution
echo -e "\n[1] DNS Resolution:"
if host $TARGET_HOST > /dev/null 2>&1; then
    IP=$(host $TARGET_HOST | awk '/has address/ {print $4}' | head -n1)
    echo "✓ Resolved: $TARGET_HOST -> $IP"
else
    echo "✗ DNS resolution failed for $TARGET_HOST"
    exit 1
fi

# 2. Check ping connectivity
echo -e "\n[2] Ping Test:"
if ping -c 3 -W 2 $IP > /dev/null 2>&1; then
    echo "✓ Host is reachable via ICMP"
else
    echo "✗ Host not reachable (might be ICMP blocked)"
fi

# 3. Check port connectivity
echo -e "\n[3] Port $TARGET_PORT Test:"
if timeout 5 bash -c "cat < /dev/null > /dev/tcp/$IP/$TARGET_PORT" 2>/dev/null; then
    echo "✓ Port $TARGET_PORT is open"
else
    echo "✗ Port $TARGET_PORT is closed or filtered"
fi

# 4. Check route
echo -e "\n[4] Route to host:"
traceroute -m 10 -w 2 $IP 2>&1 | head -n 10

# 5. Check local firewall
echo -e "\n[5] Local Firewall:"
if sudo iptables -L OUTPUT -n | grep -q "REJECT\|DROP"; then
    echo "⚠ Outbound firewall rules detected"
else
    echo "✓ No restrictive outbound rules"
fi

# 6. Check if service is listening (if local)
if [ "$IP" == "127.0.0.1" ] || [ "$TARGET_HOST" == "localhost" ]; then
    echo -e "\n[6] Local Service Check:"
    if ss -tlnp | grep -q ":$TARGET_PORT "; then
        echo "✓ Service is listening on port $TARGET_PORT"
        ss -tlnp | grep ":$TARGET_PORT "
    else
        echo "✗ No service listening on port $TARGET_PORT"
    fi
fi

echo -e "\n=== Debug Complete ==="
EOF
chmod +x ~/debug_connection.sh
shown 8 './debug_connection.sh ml-api.internal 8080'
cat > ~/analyze_latency.sh << 'EOF'
#!/bin/bash
# Analyze network latency issues

TARGET="$1"

echo "=== Latency Analysis for $TARGET ==="

# Measure round-trip time
echo -e "\n[1] RTT Measurement (100 pings):"
ping -c 100 -i 0.2 $TARGET 2>&1 | tail -n 2

# Identify if latency is consistent or variable
echo -e "\n[2] Latency Distribution:"
ping -c 50 $TARGET | grep 'time=' | awk -F'time=' '{print $2}' | awk '{print $1}' | sort -n | awk '
    BEGIN { sum=0; count=0; }
    {
        values[count]=$1;
        sum+=$1;
        count++;
    }
    END {
        print "Min:  " values[0] " ms"
        print "P50:  " values[int(count*0.5)] " ms"
        print "P95:  " values[int(count*0.95)] " ms"
        print "P99:  " values[int(count*0.99)] " ms"
        print "Max:  " values[count-1] " ms"
        print "Avg:  " sum/count " ms"
    }
'

# Check for packet loss
echo -e "\n[3] Packet Loss Test:"
ping -c 100 -i 0.1 $TARGET | grep 'packet loss'

# Identify network hops causing delay
echo -e "\n[4] Per-Hop Latency:"
mtr --report --report-cycles 10 $TARGET 2>/dev/null || traceroute $TARGET

echo -e "\n=== Analysis Complete ==="
EOF
chmod +x ~/analyze_latency.sh

# Deliverables, of which the text gives no words
sudo ufw status numbered > ~/ufw_rules.txt
address=$(ip -4 -o addr show "$PRIMARY_IFACE" | awk '{print $4}')
{
  printf '# Lab report\n'
  for task in 1 2 3 4 5 6 7 8; do
    printf '\n## Task %s\n\n```\n' "$task"
    cat "/tmp/shown/$task"
    printf '```\n'
    if [ "$task" = 1 ]; then
      printf '\nThe primary interface is %s, its address %s, the gateway %s.\n' "$PRIMARY_IFACE" "$address" "$(ip route | awk '/default/ {print $3}')"
      printf 'Listening: sshd on 22, and systemd-resolved on 53 for this machine only.\n'
    fi
  done
  cat <<'TEXT'

## Firewall rules

22 is open for SSH, with a rate limit. 8080 is the model API, 9090 Prometheus, 3000 Grafana. 5432 (PostgreSQL) and 6379
(Redis) are open to the internal network 192.168.1.0/24 only. Everything else is denied.

## Issues

- The data lake and the internet cannot be reached from here: the lab has no way out. I tried localhost instead.
- curl to port 8080 gets no answer from the container; I did not find out why.
- ml-api did not start, because api-server has port 8080 already. I left it so.
- netfilter-persistent, nmap, psql and netstat are not installed; I went on without them.
TEXT
} > ~/LAB_REPORT.md
cat > ~/NETWORK_GUIDE.md <<'TEXT'
# Network guide

## Topology

```
users --8080--> ml-api (ml-frontend) --> feature-store (ml-backend)
                                     \-> model-db (ml-data)
```

## Decision tree

```
Does the name resolve?
|- no: /etc/hosts, resolvectl status
`- yes: does ping answer?
   |- no: ip route, traceroute
   `- yes: is the port open (nc -zv)?
      |- no: ss -tulpn, ufw status
      `- yes: analyze_latency.sh
```

## Common issues

| Issue | Solution |
|---|---|
| Training jobs can't reach the data lake | ip route, traceroute |
| Model API is slow | mtr, analyze_latency.sh |
| Database connections time out | ufw status, tcpdump port 5432 |
| Can't SSH into GPU nodes | ssh -v, permissions of the key |

## Security checklist

- Password login is off
- Root login is off
- Incoming traffic is denied by default
- SSH is rate-limited
- Databases are open to the internal network only
TEXT
rm -r /tmp/shown
VERBATIM
runuser -l student -c 'bash /tmp/verbatim' >/tmp/verbatim.log 2>&1
rm -f /tmp/verbatim /tmp/verbatim.log /etc/sudoers.d/verbatim
