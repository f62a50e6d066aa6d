import { z } from 'zod';
import { defineCheck, partial } from '../../check.ts';
import { isIPv6 } from '../../network/address.ts';
import { usableAddresses } from './usable.ts';

/** Services may share a machine; the hosts of the parameter `hosts` are machines, and no name may mean two. */
export const addressesDistinct = defineCheck({
  id: 'dns.addresses-distinct',
  title: 'Internal names are unambiguous',
  expected: 'each GPU node has an address of its own, and no name leads to two different addresses',
  hint: 'Put the names side by side with their addresses: two machines cannot share one, and a name on two lines has two.',
  needs: ['getent-hosts'],
  parameters: z.strictObject({ hosts: z.array(z.string()).min(2) }),
  evaluate({ 'getent-hosts': answers }, { parameters: { hosts } }) {
    const usable = new Map(answers.map((answer) => [answer.name, usableAddresses(answer)]));
    const ofHosts = hosts.map((name) => usable.get(name) ?? []);
    const unknown = hosts.filter((_, index) => ofHosts[index]?.length === 0);
    const shared = ofHosts.flatMap((addresses, index) => addresses.filter((address) => ofHosts.slice(index + 1).some((other) => other.includes(address))));
    const ambiguous = [...usable].filter(([, addresses]) => [true, false].some((six) => addresses.filter((one) => isIPv6(one) === six).length > 1));

    const faults = [
      ...(unknown.length > 0 ? [`${unknown.join(' and ')} ${unknown.length === 1 ? 'has' : 'have'} no private address`] : []),
      ...(shared.length > 0 ? [`${hosts.join(' and ')} share ${[...new Set(shared)].join(', ')}`] : []),
      ...ambiguous.map(([name, addresses]) => `${name} leads to ${addresses.join(' and ')}`),
    ];
    const done = Number(unknown.length === 0 && shared.length === 0) + Number(ambiguous.length === 0);
    const none = [...usable.values()].every((addresses) => addresses.length === 0);
    return partial(none ? 0 : done, 2, {
      seen: none ? 'none of the names has a private address yet' : faults.join('; ') || `${hosts.join(' and ')} have addresses of their own, and every name leads to one`,
      where: 'getent ahosts',
      quote: [...usable].map(([name, addresses]) => `${name}  ${addresses.join(' ')}`).join('\n'),
    });
  },
});
