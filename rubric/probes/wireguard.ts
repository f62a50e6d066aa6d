import { defineProbe, toolMissing } from '../probe.ts';
import { readSections } from './sections.ts';

export interface WireguardInterface {
  name: string;
  up: boolean;
  addressed: boolean;
  /** Allowed addresses of each peer. */
  peers: string[];
  /** Peers with which a handshake took place at some time. */
  handshakes: number;
}

/**
 * WireGuard's interfaces, of the kernel or of a program in user space alike. Never `dump`, which prints private keys.
 * Empty where wg is not installed: a tunnel without its tool has never been set up by it.
 */
export const wireguard = defineProbe({
  id: 'wireguard',
  runAs: 'root',
  command: `command -v wg >/dev/null || exit 127
for name in $(wg show interfaces); do
  flags=$(ip -o link show dev "$name" | sed 's/.*<\\(.*\\)>.*/\\1/')
  address=$(ip -o addr show dev "$name" scope global | head -n 1 | awk '{ print $4 }')
  echo "@@ $name \${flags:--} \${address:--}"
  wg show "$name" allowed-ips | sed 's/^[^\\t]*\\t/peer /'
  wg show "$name" latest-handshakes | awk '$2 > 0 { print "handshake" }'
done`,
  parse(output): WireguardInterface[] {
    if (toolMissing(output)) return [];
    return readSections(output.stdout).map(({ words: [name = '', flags = '', address], lines }) => ({
      name,
      up: flags.split(',').includes('UP'),
      addressed: address !== undefined && address !== '-',
      peers: lines.flatMap((line) => (line.startsWith('peer ') ? [line.slice(5)] : [])),
      handshakes: lines.filter((line) => line === 'handshake').length,
    }));
  },
});
