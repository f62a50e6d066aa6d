import { defineCheck, isAvailable } from '../../check.ts';
import { chooseDemonstration } from '../../segmentation/choose.ts';
import { judgePart } from './judge.ts';

/** Tried, not read: whatever joins them (a bridge, a router, a rule) shows, and whatever keeps them apart counts. */
export const isolationHolds = defineCheck({
  id: 'segmentation.isolation-holds',
  title: 'Segments are isolated from each other',
  expected: 'nothing in one segment reaches an address of another, when it is tried from inside',
  hint: 'Try it yourself from inside one segment, with the address of another.',
  needs: ['network-namespaces'],
  uses: ['docker', 'namespace-reach'],
  evaluate({ 'network-namespaces': namespaces, docker, 'namespace-reach': reach }) {
    const chosen = chooseDemonstration(namespaces, docker, reach);
    return judgePart(chosen, chosen.isolation, `it could not be tried from inside: ${isAvailable(reach) ? 'the trial did not come to its end' : reach.detail}`);
  },
});
