# title: The report uses ifconfig and netstat
# trips: interfaces.modern-tools
set -eu
report=/home/student/LAB_REPORT.md
rest=$(awk '/^## / { keep = !/^## .* 1:/ } keep' "$report")
cat >"$report" <<REPORT
# Lab report

\`\`\`
\$ ifconfig
eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500
        inet $LAB_ADDRESS  netmask 255.255.255.0  broadcast ${LAB_ADDRESS%.*}.255
\$ netstat -rn
Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
0.0.0.0         $LAB_WORKER     0.0.0.0         UG        0 0          0 eth0
\$ netstat -tlpn
Active Internet connections (only servers)
Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name
tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      34/sshd
tcp        0      0 0.0.0.0:8080            0.0.0.0:*               LISTEN      99/python3
\`\`\`

$rest
REPORT
