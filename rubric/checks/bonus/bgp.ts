import { defineCheck, failed, partial } from '../../check.ts';

export const bgpCheck = defineCheck({
  id: 'bonus.bgp',
  title: 'BGP between two sites with FRRouting',
  expected: 'FRRouting’s bgpd with a neighbour whose session is established',
  hint: 'Each side must name the other’s address and number, and the address must be reachable.',
  needs: ['bgp'],
  evaluate({ bgp: { running, peers } }) {
    if (!running) return failed({ seen: 'no bgpd runs' });
    const established = peers.filter(({ state }) => state === 'Established');
    const [first] = established;
    if (first) return partial(2, 2, { seen: `a session with ${first.address} is established`, where: 'vtysh, show bgp summary' });
    if (peers.length === 0) return failed({ seen: 'bgpd runs and knows no neighbour', where: 'vtysh, show bgp summary' });
    return partial(1, 2, { seen: `bgpd knows ${peers[0]?.address}, and the session is ${peers[0]?.state}`, where: 'vtysh, show bgp summary' });
  },
});
