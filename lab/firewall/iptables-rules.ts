import fc from 'fast-check';
import { behind, interfaces, networks, own, port, portRange, sometimes, sourcePortRange, sources } from './pools.ts';

type Protocol = 'tcp' | 'udp' | 'icmp' | null;

const not = fc.constantFrom('', '', '', '! ');

function portMatch(protocol: Protocol): fc.Arbitrary<string> {
  if (protocol !== 'tcp' && protocol !== 'udp') return fc.constant('');
  const list = fc.uniqueArray(fc.oneof(port.map(String), portRange.map(([low, high]) => `${low}:${high}`)), { minLength: 1, maxLength: 4 });
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(not, port).map(([sign, one]) => `-m ${protocol} ${sign}--dport ${one}`) },
    { weight: 2, arbitrary: fc.tuple(not, portRange).map(([sign, [low, high]]) => `-m ${protocol} ${sign}--dport ${low}:${high}`) },
    { weight: 2, arbitrary: fc.tuple(not, list, fc.constantFrom('--dports', '--dports', '--ports')).map(([sign, some, what]) => `-m multiport ${sign}${what} ${some.join(',')}`) },
    { weight: 1, arbitrary: fc.tuple(not, sourcePortRange).map(([sign, [low, high]]) => `-m ${protocol} ${sign}--sport ${low}:${high}`) },
    { weight: 2, arbitrary: fc.constant('') },
  );
}

function otherMatch(protocol: Protocol, family: 4 | 6, inside: string): fc.Arbitrary<string> {
  const some = fc.constantFrom(...(sources[family].map(([address]) => address)));
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    { weight: 3, arbitrary: fc.tuple(not, fc.subarray(['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'], { minLength: 1 })).map(([sign, states]) => `-m conntrack ${sign}--ctstate ${states.join(',')}`) },
    { weight: 1, arbitrary: fc.subarray(['NEW', 'ESTABLISHED', 'RELATED'], { minLength: 1 }).map((states) => `-m state --state ${states.join(',')}`) },
    { weight: 1, arbitrary: fc.constant('-m limit --limit 10000/sec --limit-burst 10000') },
    { weight: 1, arbitrary: fc.constantFrom('--hashlimit-upto', '--hashlimit-above').map((way) => `-m hashlimit ${way} 10000/sec --hashlimit-burst 10000 --hashlimit-mode srcip --hashlimit-name ${inside}h`) },
    // Of new packets alone: on some kernels (6.18) the match drops one of an established flow where it has counted none yet.
    { weight: 1, arbitrary: fc.constantFrom('--connlimit-upto', '--connlimit-above').map((way) => `-m conntrack --ctstate NEW -m connlimit ${way} 10000 --connlimit-mask ${family === 4 ? 32 : 128}`) },
    { weight: 1, arbitrary: fc.tuple(not, fc.constantFrom('LOCAL', 'MULTICAST', 'UNICAST', ...(family === 4 ? ['BROADCAST'] : []))).map(([sign, type]) => `-m addrtype ${sign}--dst-type ${type}`) },
    { weight: 1, arbitrary: fc.tuple(not, fc.constantFrom('unicast', 'broadcast', 'multicast')).map(([sign, type]) => `-m pkttype ${sign}--pkt-type ${type}`) },
    { weight: 1, arbitrary: fc.tuple(not, some, fc.boolean()).map(([sign, one, source]) => `-m iprange ${sign}${source ? '--src-range' : '--dst-range'} ${one}-${one.replace(/\d$/, '9')}`) },
    { weight: 1, arbitrary: fc.constantFrom('0x1', '0x2', '0x0', '0x1/0x3', '0x4/0x4').chain((mark) => not.map((sign) => `-m mark ${sign}--mark ${mark}`)) },
    { weight: 1, arbitrary: fc.constantFrom('-m recent --set --name L', '-m recent --rcheck --name L', '-m recent --update --seconds 60 --hitcount 20 --name L').map((text) => text.replace('L', `${inside}r`)) },
    { weight: 1, arbitrary: fc.constant('-m comment --comment "a \\"quoted\\" -j DROP word"') },
    ...(protocol === 'tcp' ? [{ weight: 2, arbitrary: fc.constantFrom('-m tcp --syn', '-m tcp ! --syn', '-m tcp --tcp-flags SYN,ACK SYN', '-m tcp --tcp-flags ALL NONE') }] : []),
    ...(protocol === 'icmp' ? [{ weight: 4, arbitrary: not.chain((sign) => fc.constantFrom(family === 4 ? `-m icmp ${sign}--icmp-type 8` : `-m icmp6 ${sign}--icmpv6-type 128`, family === 4 ? '-m icmp --icmp-type 3/4' : '-m icmp6 --icmpv6-type 2')) }] : []),
  );
}

const rejects: Record<4 | 6, string[]> = {
  4: ['port-unreachable', 'host-unreachable', 'net-unreachable', 'proto-unreachable', 'net-prohibited', 'host-prohibited', 'admin-prohibited'].map((kind) => `icmp-${kind}`),
  6: ['icmp6-port-unreachable', 'icmp6-adm-prohibited', 'icmp6-no-route', 'icmp6-addr-unreachable'],
};

function target(protocol: Protocol, family: 4 | 6, deeper: string[], inside: string): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant('-j ACCEPT') },
    { weight: 4, arbitrary: fc.constant('-j DROP') },
    { weight: 2, arbitrary: fc.constantFrom(...rejects[family]).map((kind) => `-j REJECT --reject-with ${kind}`) },
    { weight: 1, arbitrary: fc.constant('-j RETURN') },
    { weight: 1, arbitrary: fc.constantFrom(`-j LOG --log-prefix "${inside} dropped: "`, '-j NFLOG --nflog-group 9') },
    { weight: 1, arbitrary: fc.constant('') },
    ...(protocol === 'tcp' ? [{ weight: 1, arbitrary: fc.constant('-j REJECT --reject-with tcp-reset') }] : []),
    ...(deeper.length > 0 ? [{ weight: 6, arbitrary: fc.tuple(fc.constantFrom('-j', '-j', '-g'), fc.constantFrom(...deeper)).map((words) => words.join(' ')) }] : []),
  );
}

/** The conditions of one rule, as iptables-restore reads them. */
function conditions(chain: string, family: 4 | 6, inside: string): fc.Arbitrary<{ protocol: Protocol; text: string }> {
  return fc.constantFrom<Protocol[]>('tcp', 'tcp', 'tcp', 'udp', 'udp', 'icmp', null, null).chain((protocol) => {
    const out = /FORWARD|POSTROUTING/.test(chain) ? sometimes(fc.tuple(not, fc.constantFrom('docker0', 'ens1', 'dock+')).map(([sign, name]) => `${sign}-o ${name}`)) : fc.constant(null);
    return fc
      .record({
        source: sometimes(fc.tuple(not, fc.constantFrom(...networks[family])).map(([sign, network]) => `${sign}-s ${network}`), 2),
        destination: sometimes(fc.tuple(not, fc.constantFrom(...own[family], behind[family], ...networks[family])).map(([sign, network]) => `${sign}-d ${network}`)),
        device: sometimes(fc.tuple(not, fc.constantFrom(...interfaces, 'eth+', 'e+')).map(([sign, name]) => `${sign}-i ${name}`)),
        out,
        ports: portMatch(protocol),
        other: otherMatch(protocol, family, inside),
      })
      .map(({ source, destination, device, out: leaves, ports, other }) => {
        const name = protocol === 'icmp' && family === 6 ? 'ipv6-icmp' : protocol;
        return { protocol, text: [source, destination, device, leaves, name === null ? null : `-p ${name}`, ports, other].filter(Boolean).join(' ') };
      });
  });
}

function rule(chain: string, family: 4 | 6, deeper: string[], inside: string): fc.Arbitrary<string> {
  return conditions(chain, family, inside).chain(({ protocol, text }) => target(protocol, family, deeper, inside).map((end) => `-A ${chain} ${text} ${end}`.replace(/ +/g, ' ').trim()));
}

const policy = fc.constantFrom('ACCEPT', 'DROP', 'DROP');

function filterTable(family: 4 | 6, inside: string): fc.Arbitrary<string> {
  const userChains = ['c1', 'c2', 'c3'];
  const rules = (chain: string, maxLength: number) => fc.array(rule(chain, family, userChains.slice(userChains.indexOf(chain) + 1), inside), { maxLength });
  return fc
    .record({ input: policy, forward: policy, own: rules('INPUT', 9), passing: rules('FORWARD', 4), user: fc.tuple(rules('c1', 4), rules('c2', 4), rules('c3', 3)) })
    .map(({ input, forward, own: ours, passing, user }) =>
      ['*filter', `:INPUT ${input} [0:0]`, `:FORWARD ${forward} [0:0]`, ':OUTPUT ACCEPT [0:0]', ...userChains.map((name) => `:${name} - [0:0]`), ...ours, ...passing, ...user.flat(), 'COMMIT'].join('\n'),
    );
}

function natTable(family: 4 | 6): fc.Arbitrary<string> {
  const inner = family === 4 ? behind[4] : `[${behind[6]}]`;
  const one = fc.tuple(fc.constantFrom('tcp', 'udp'), port, sometimes(fc.constantFrom(...interfaces)), fc.oneof(port.map((to) => `REDIRECT --to-ports ${to}`), port.map((to) => `DNAT --to-destination ${inner}:${to}`), fc.constant(`DNAT --to-destination ${behind[family]}`), fc.constantFrom('ACCEPT', 'RETURN'))).map(
    ([protocol, from, device, what]) => `-A PREROUTING ${device === null ? '' : `-i ${device} `}-p ${protocol} -m ${protocol} --dport ${from} -j ${what}`,
  );
  return fc.array(one, { minLength: 1, maxLength: 3 }).map((rules) => ['*nat', ':PREROUTING ACCEPT [0:0]', ...rules, 'COMMIT'].join('\n'));
}

function earlyTable(table: 'mangle' | 'raw', family: 4 | 6, inside: string): fc.Arbitrary<string> {
  const what = table === 'mangle' ? ['MARK --set-xmark 0x1/0xffffffff', 'MARK --set-xmark 0x2/0x2', 'MARK --or-mark 0x4', 'CONNMARK --save-mark', 'DROP'] : ['CT --notrack', 'DROP', 'ACCEPT'];
  const one = fc.tuple(conditions('PREROUTING', family, inside), fc.constantFrom(...what)).map(([{ text }, end]) => `-A PREROUTING ${text} -j ${end}`.replace(/ +/g, ' '));
  return fc.array(one, { minLength: 1, maxLength: 2 }).map((rules) => [`*${table}`, ':PREROUTING ACCEPT [0:0]', ...rules, 'COMMIT'].join('\n'));
}

/** Text for iptables-restore (or ip6tables-restore): a filter table, and now and then nat, mangle and raw. `inside` names its lists. */
export function iptablesRules(family: 4 | 6, inside: string): fc.Arbitrary<string> {
  return fc
    .tuple(sometimes(earlyTable('raw', family, `${inside}w`)), sometimes(earlyTable('mangle', family, `${inside}m`)), sometimes(natTable(family), 2), filterTable(family, inside))
    .map((tables) => `${tables.filter((table) => table !== null).join('\n')}\n`);
}
