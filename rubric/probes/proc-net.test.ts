import { expect, test } from 'vitest';
import { collected, visitOf } from '../testing/bundle.ts';
import complete from '../testing/recorded/network-complete.json' with { type: 'json' };
import { ipAddresses, ipRoutes } from './ip.ts';
import { procNet } from './proc-net.ts';
import { ssListening } from './ss.ts';

const sockets = (list: { address: string; port: number }[]) => [...new Set(list.map(({ address, port }) => `${address} ${port}`))].toSorted();
const { probes } = complete;
const visit = visitOf();
const kernel = procNet.parse(collected(probes['proc-net'].stdout), visit);

test('the kernel’s tables say what ip says', () => {
  const byIp = ipAddresses.parse(collected(probes['ip-addresses'].stdout), visit).find(({ name }) => name === 'eth0');
  const byKernel = kernel.interfaces.filter(({ name }) => name === 'eth0').flatMap(({ addresses }) => addresses);
  expect(byKernel).toEqual(byIp?.addresses);
  expect(kernel.defaultRoutes).toEqual(ipRoutes.parse(collected(probes['ip-routes'].stdout), visit));
});

test('and what ss says of TCP', () => {
  const bySs = ssListening.parse(collected(probes['ss-listening'].stdout), visit).filter(({ protocol }) => protocol === 'tcp');
  expect(sockets(kernel.listeners)).toEqual(sockets(bySs));
});

test('a default route of IPv6 is read, the unreachable one on lo is not', () => {
  const zero = '0'.repeat(32);
  const route = (hop: string, device: string) => `${zero} 00 ${zero} 00 ${hop} 00000400 00000001 00000000 00450003     ${device}`;
  const text = `@@ ipv6_route\n${route('fe800000000000000000000000000001', 'eth0')}\n${route(zero, 'lo')}\n`;
  expect(procNet.parse(collected(text), visit).defaultRoutes).toEqual([{ device: 'eth0', gateway: 'fe80::1' }]);
});
