# Task 1.3, which is optional: the machine's own address as a netplan drop-in of its own; checked, and left for the next boot.
set -eu
link=$(ip route show default | awk '{ print $5; exit }')
install -d /etc/netplan
cat >/etc/netplan/60-static.yaml <<YAML
network:
  version: 2
  renderer: networkd
  ethernets:
    $link:
      addresses: [$LAB_ADDRESS/24]
      routes:
        - to: default
          via: $LAB_WORKER
      nameservers:
        addresses: [8.8.8.8, 1.1.1.1]
YAML
chmod 600 /etc/netplan/60-static.yaml
netplan get >/dev/null
install -o student -g student -m 644 /etc/netplan/60-static.yaml "$LAB_CONFIG/60-static.yaml"
