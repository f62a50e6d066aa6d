import { defineCheck, failed, partial } from '../../check.ts';

export const wireguardCheck = defineCheck({
  id: 'bonus.wireguard',
  title: 'A WireGuard VPN',
  expected: 'a WireGuard interface that is up, has an address and knows a peer',
  hint: 'A tunnel needs both ends: keys, an address of its own, and the other side’s public key.',
  needs: ['wireguard'],
  evaluate({ wireguard }) {
    const where = 'wg show';
    const [best] = wireguard.toSorted((a, b) => b.peers.length - a.peers.length);
    if (!best) return failed({ seen: 'no WireGuard interface', where });
    const lacks = [...(best.up ? [] : ['is down']), ...(best.addressed ? [] : ['has no address']), ...(best.peers.length > 0 ? [] : ['knows no peer'])];
    const peers = `${best.peers.length} ${best.peers.length === 1 ? 'peer' : 'peers'}`;
    return partial(lacks.length === 0 ? 2 : 1, 2, { seen: lacks.length === 0 ? `${best.name} is up, with ${peers}` : `${best.name} ${lacks.join(' and ')}`, where });
  },
});
