# title: A netplan file is indented with a tab
# trips: interfaces.primary-interface
set -eu
install -d /etc/netplan
printf 'network:\n  version: 2\n  ethernets:\n\teth0:\n      dhcp4: true\n' >/etc/netplan/01-netcfg.yaml
chmod 600 /etc/netplan/01-netcfg.yaml
