import { z } from 'zod';
import { canonicalAddress } from '../network/address.ts';
import type { DefaultRoute, Interface } from '../network/host-network.ts';
import { defineProbe, parseJson, UnparsableOutput } from '../probe.ts';
import type { ProbeOutput } from '../evidence.ts';

const links = z.array(
  z.object({
    ifname: z.string(),
    address: z.string().optional(),
    altnames: z.array(z.string()).default([]),
    linkinfo: z.object({ info_kind: z.string().optional() }).optional(),
    addr_info: z.array(z.object({ local: z.string().optional(), prefixlen: z.int().optional(), dynamic: z.boolean().optional() })).default([]),
  }),
);

/** Interfaces and addresses, `ip -j -d addr` (ip-address(8)). Unparsable where ip is missing or knows no JSON. */
export const ipAddresses = defineProbe({
  id: 'ip-addresses',
  tools: ['ip'],
  command: 'ip -j -d addr show',
  maxBytes: 262_144,
  parse(output): Interface[] {
    const list = readJson(links, output, output.stdout);
    return list.map((link) => ({
      name: link.ifname,
      altNames: link.altnames,
      kind: link.linkinfo?.info_kind ?? null,
      mac: link.address?.toLowerCase() ?? null,
      addresses: link.addr_info.flatMap(({ local, prefixlen }) => {
        const address = canonicalAddress(local ?? '');
        return address === null || prefixlen === undefined ? [] : [{ address, prefix: prefixlen }];
      }),
    }));
  },
});

const hop = z.object({ gateway: z.string().optional(), via: z.object({ host: z.string() }).optional(), dev: z.string().optional() });
const routes = z.array(
  hop.extend({ dst: z.string(), type: z.string().optional(), metric: z.int().optional(), nexthops: z.array(hop).default([]) }),
);

/** Default routes of the main table, IPv4 first, each family by metric (ip-route(8): the lower one wins). */
export const ipRoutes = defineProbe({
  id: 'ip-routes',
  tools: ['ip'],
  command: 'ip -j route show || exit; echo; ip -j -6 route show',
  maxBytes: 262_144,
  parse(output): DefaultRoute[] {
    const [v4 = '', v6 = ''] = output.stdout.split('\n').filter((line) => line.trim() !== '');
    return [v4, v6].flatMap((line) =>
      readJson(routes, output, line)
        .filter(({ dst, type = 'unicast' }) => dst === 'default' && type === 'unicast')
        .toSorted((a, b) => (a.metric ?? 0) - (b.metric ?? 0))
        .flatMap((route) => [route, ...route.nexthops])
        .flatMap(({ dev, gateway, via }) => (dev === undefined ? [] : [{ device: dev, gateway: canonicalAddress(gateway ?? via?.host ?? '') }])),
    );
  },
});

function readJson<T>(schema: z.ZodType<T>, output: ProbeOutput, text: string): T {
  if (output.exit !== 0) throw new UnparsableOutput(`ip ended with ${output.exit}: ${output.stderr.trim().slice(0, 200)}`);
  const result = schema.safeParse(parseJson({ ...output, stdout: text }));
  if (!result.success) throw new UnparsableOutput('not the JSON of ip', { cause: result.error });
  return result.data;
}
