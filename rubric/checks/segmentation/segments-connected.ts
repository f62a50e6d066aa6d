import { defineCheck } from '../../check.ts';
import { chooseDemonstration } from '../../segmentation/choose.ts';
import { judgePart } from './judge.ts';

/** Administrative state, not carrier: an end is up though the other one is down. */
export const segmentsConnected = defineCheck({
  id: 'segmentation.segments-connected',
  title: 'Segments have their interfaces, addresses and attachments',
  expected: 'an end of a veth pair in each namespace, addressed and up, or a container in each tier and one that reaches them all',
  hint: 'Look at the interfaces inside each segment.',
  needs: ['network-namespaces'],
  uses: ['docker', 'namespace-reach'],
  evaluate({ 'network-namespaces': namespaces, docker, 'namespace-reach': reach }) {
    const chosen = chooseDemonstration(namespaces, docker, reach);
    return judgePart(chosen, chosen.connected, '');
  },
});
