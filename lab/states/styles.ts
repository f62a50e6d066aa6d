/** One sound way to do the whole exercise: parts of `parts/`, in this order, each a script `NAME.sh`. */
export interface Style {
  title: string;
  parts: readonly string[];
  /** Whether its hosts need the image with Docker. */
  docker?: true;
  /** Where its deliverables lie below the student's home; '' is the home itself. The parts find it in their environment. */
  folders: { config: string; scripts: string; docs: string };
}

const home = { config: '', scripts: '', docs: '' };

/**
 * The styles. A part that several engineers still owe is named here before its script is there, and skipped
 * till then; a test holds that every script in `parts/` is used.
 */
export const styles = {
  'ufw-namespaces': {
    title: 'Everything done, with ufw and namespaces',
    parts: [
      '0-report',
      '1-interfaces',
      '2-ssh',
      '3-firewall-ufw',
      '4-connectivity',
      '5-dns',
      '6-performance',
      '7-segmentation-namespaces',
      '8-scripts-and-guide',
    ],
    folders: home,
  },
  'ufw-docker': {
    title: 'Everything done, with ufw and Docker',
    parts: [
      '0-docker',
      '0-report',
      '1-interfaces',
      '2-ssh',
      '3-firewall-ufw',
      '4-connectivity',
      '5-dns',
      '6-performance',
      '7-segmentation-docker',
      '8-scripts-and-guide',
    ],
    docker: true,
    folders: home,
  },
  'iptables-namespaces': {
    title: 'Everything done, with plain iptables rules and namespaces',
    parts: [
      '0-report',
      '1-interfaces',
      '2-ssh',
      '3-firewall-iptables',
      '4-connectivity',
      '5-dns',
      '6-performance',
      '7-segmentation-namespaces',
      '8-scripts-and-guide',
    ],
    folders: home,
  },
  'nftables-dropins': {
    title: 'Everything done, with nftables, drop-in files and deliverables in subfolders',
    parts: [
      '0-report',
      '1-interfaces',
      '1-netplan',
      '2-ssh',
      '2-ssh-dropins',
      '3-firewall-nftables',
      '4-connectivity',
      '5-dns-dropins',
      '6-performance',
      '7-segmentation-namespaces',
      '8-scripts-and-guide',
    ],
    folders: { config: 'ml-networking/config', scripts: 'ml-networking/scripts', docs: 'ml-networking/docs' },
  },
} as const satisfies Record<string, Style>;

export type StyleName = keyof typeof styles;

/** What defects change, where they name no other base. */
export const defaultStyle: StyleName = 'ufw-namespaces';
