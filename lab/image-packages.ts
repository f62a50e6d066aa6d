/** What is installed on the reference image, apart from Debian's essential packages. */
export const imagePackages: readonly string[] = [
  // a machine that boots and logs
  'systemd-sysv',
  'dbus',
  'passwd',
  'procps',
  'locales',
  'less',
  // access
  'openssh-server',
  'sudo',
  // names and addresses
  'systemd-resolved',
  'libnss-resolve',
  'iproute2',
  'netplan.io',
  'bind9-host',
  'bind9-dnsutils',
  'ethtool',
  // firewall
  'ufw',
  'iptables',
  'nftables',
  // the exercise's tools
  'iputils-ping',
  'traceroute',
  'mtr-tiny',
  'tcpdump',
  'iperf3',
  'netcat-openbsd',
  'curl',
  'ca-certificates',
  'socat',
  'bc',
];

/** What the Docker flavour has besides. Debian 13 took the client out of docker.io; busybox is what offline images are made of. */
export const dockerPackages: Readonly<Record<'bookworm' | 'trixie', readonly string[]>> = {
  bookworm: ['docker.io', 'busybox-static'],
  trixie: ['docker.io', 'docker-cli', 'busybox-static'],
};

/** What the flavour for bonus challenges has besides. Grafana is not in Debian. */
export const bonusPackages: readonly string[] = ['haproxy', 'nginx', 'frr', 'prometheus', 'wireguard-tools', 'wireguard-go'];

/** Daemons of `bonusPackages` that would start with the machine: a student has set up one at most. */
export const bonusUnits: readonly string[] = ['haproxy', 'nginx', 'frr', 'prometheus'];

/** Manuals, documentation and translations stay out, except for German, which tests need. */
export const dpkgOptions: readonly string[] = [
  'path-exclude=/usr/share/man/*',
  'path-exclude=/usr/share/doc/*',
  'path-exclude=/usr/share/info/*',
  'path-exclude=/usr/share/locale/*/LC_MESSAGES/*',
  'path-include=/usr/share/locale/de/LC_MESSAGES/*',
];
