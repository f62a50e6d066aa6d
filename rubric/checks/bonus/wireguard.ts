import { defineCheck, failed, partial } from '../../check.ts';

export const wireguardCheck = defineCheck({
  id: 'bonus.wireguard',
  title: 'A WireGuard VPN',
  expected: 'a WireGuard interface that is up, has an address and knows a peer',
  hint: 'A tunnel needs both ends: keys, an address of its own, and the other side’s public key.',
  needs: ['wireguard'],
  evaluate({ wireguard }) {
    const where = 'wg show';
    // A tunnel in user space shows the end in another namespace as well, and there only its peers.
    const judged = wireguard.map((one) => ({ ...one, lacks: [...(one.up ? [] : ['is down']), ...(one.addressed ? [] : ['has no address']), ...(one.peers.length > 0 ? [] : ['knows no peer'])] }));
    const [best] = judged.toSorted((a, b) => a.lacks.length - b.lacks.length);
    if (!best) return failed({ seen: 'no WireGuard interface', where });
    const { lacks } = best;
    const peers = `${best.peers.length} ${best.peers.length === 1 ? 'peer' : 'peers'}`;
    return partial(lacks.length === 0 ? 2 : 1, 2, { seen: lacks.length === 0 ? `${best.name} is up, with ${peers}` : `${best.name} ${lacks.join(' and ')}`, where });
  },
});
