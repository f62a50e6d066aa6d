import fc from 'fast-check';
import { behind, interfaces, networks, own, port, portRange, sometimes, sourcePortRange } from './pools.ts';

type Family = 'inet' | 'ip' | 'ip6';

const is = fc.constantFrom('', '', '', '!= ');
const braces = (items: readonly (string | number)[]) => `{ ${items.join(', ')} }`;

/** Networks of which none lies within another, as sets of intervals want them. */
const apart: Record<4 | 6, string[]> = { 4: ['10.71.0.64/26', '10.71.0.1', '192.168.0.0/16', '192.0.2.0/24', '203.0.113.0-203.0.113.20'], 6: ['fd71::/64', '2001:db8:1::/64', '2001:db8:9::1-2001:db8:9::f'] };
const states = fc.subarray(['new', 'established', 'related', 'invalid', 'untracked'], { minLength: 1 });

function address(family: Family): fc.Arbitrary<string> {
  return fc.constantFrom<(4 | 6)[]>(...(family === 'inet' ? ([4, 6] as const) : family === 'ip' ? ([4] as const) : ([6] as const))).chain((version) => {
    const word = version === 4 ? 'ip' : 'ip6';
    return fc.oneof(
      { weight: 4, arbitrary: fc.tuple(is, fc.constantFrom(...networks[version])).map(([sign, network]) => `${word} saddr ${sign}${network}`) },
      { weight: 2, arbitrary: fc.tuple(is, fc.subarray(apart[version], { minLength: 1 })).map(([sign, some]) => `${word} saddr ${sign}${braces(some)}`) },
      { weight: 2, arbitrary: is.map((sign) => `${word} saddr ${sign}@lan${version}`) },
      { weight: 1, arbitrary: fc.tuple(is, fc.constantFrom(...own[version], behind[version])).map(([sign, one]) => `${word} daddr ${sign}${one}`) },
      { weight: 1, arbitrary: fc.constant(`${word} saddr . tcp dport @pairs${version}`) },
      { weight: 1, arbitrary: fc.constantFrom('fib daddr type local', 'fib daddr type != local', 'fib daddr type { broadcast, multicast }', 'fib saddr . iif oif missing', 'fib saddr . iif oif exists') },
    );
  });
}

const ports: fc.Arbitrary<string> = fc.constantFrom('tcp', 'tcp', 'udp', 'meta l4proto { tcp, udp } th').chain((protocol) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.tuple(is, port).map(([sign, one]) => `${protocol} dport ${sign}${one}`) },
    { weight: 2, arbitrary: fc.tuple(is, portRange).map(([sign, [low, high]]) => `${protocol} dport ${sign}${low}-${high}`) },
    { weight: 3, arbitrary: fc.tuple(is, fc.uniqueArray(port, { minLength: 1, maxLength: 4 })).map(([sign, some]) => `${protocol} dport ${sign}${braces(some)}`) },
    { weight: 1, arbitrary: fc.tuple(port, fc.constantFrom('<', '>', '<=', '>=')).map(([one, order]) => `${protocol} dport ${order} ${one}`) },
    { weight: 1, arbitrary: is.map((sign) => `${protocol} dport ${sign}@services`) },
    { weight: 1, arbitrary: sourcePortRange.map(([low, high]) => `${protocol} sport ${low}-${high}`) },
  ),
);

function other(family: Family): fc.Arbitrary<string> {
  return fc.oneof(
    fc.tuple(is, states).map(([sign, some]) => `ct state ${sign}${braces(some)}`),
    states.map((some) => `ct state ${some.join(',')}`),
    fc.tuple(is, fc.constantFrom(...interfaces)).map(([sign, name]) => `iifname ${sign}"${name}"`),
    fc.constantFrom('iifname "e*"', 'iifname { "eth0", "lo" }', 'iif lo', 'iif eth0', 'iif != ens1', 'iifname . tcp dport { "eth0" . 22, "ens1" . 80-443 }'),
    fc.tuple(is, fc.constantFrom('tcp', 'udp', family === 'ip6' ? 'ipv6-icmp' : 'icmp', '{ tcp, udp }', '{ icmp, ipv6-icmp }')).map(([sign, what]) => `meta l4proto ${sign}${what}`),
    fc.constantFrom('tcp flags & (fin | syn | rst | ack) == syn', 'tcp flags syn', 'tcp flags != syn', 'tcp flags ack'),
    ...(family !== 'ip6' ? [fc.constantFrom('icmp type echo-request', 'icmp type { destination-unreachable, echo-request }', 'icmp type != echo-request')] : []),
    ...(family !== 'ip' ? [fc.constantFrom('icmpv6 type echo-request', 'icmpv6 type { nd-neighbor-solicit, echo-request }')] : []),
    fc.constantFrom('limit rate 10000/second burst 10000 packets', 'limit rate over 10000/second burst 10000 packets', 'ct count over 10000', 'ct count 10000'),
    fc.constantFrom('meta mark 1', 'meta mark != 1', 'meta mark & 0x3 == 2', 'ct mark 1', 'meta pkttype host', 'meta pkttype { broadcast, multicast }', 'ct direction original', 'ct status dnat'),
    ...(family === 'inet' ? [fc.constantFrom('meta nfproto ipv4', 'meta nfproto ipv6', 'meta protocol ip')] : []),
    ...(family !== 'ip6' ? [fc.constantFrom('ip protocol tcp', 'ip protocol { tcp, icmp }')] : []),
    ...(family !== 'ip' ? [fc.constantFrom('ip6 nexthdr udp', 'ip6 nexthdr { tcp, udp }')] : []),
    fc.constantFrom('meta mark set 1', 'ct mark set 1', 'meta mark set meta mark or 2', 'counter', 'log prefix "seen: "', 'log'),
  );
}

function verdict(family: Family, deeper: string[]): fc.Arbitrary<string> {
  const reject = fc.constantFrom('reject', 'reject with tcp reset', ...(family === 'inet' ? ['reject with icmpx admin-prohibited', 'reject with icmpx port-unreachable', 'reject with icmpx no-route', 'reject with icmpx host-unreachable'] : []), ...(family === 'ip6' ? [] : ['reject with icmp host-prohibited', 'reject with icmp net-unreachable']), ...(family === 'ip' ? [] : ['reject with icmpv6 no-route', 'reject with icmpv6 addr-unreachable']));
  const jump = fc.tuple(fc.constantFrom('jump', 'jump', 'goto'), fc.constantFrom(...deeper, 'none')).map((words) => words.join(' '));
  const vmapped = fc.array(fc.constantFrom('accept', 'drop', 'continue', 'return', ...deeper.map((name) => `jump ${name}`)), { minLength: 2, maxLength: 2 }).map(([one = '', two = '']) => [one, two] as const);
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant('accept') },
    { weight: 4, arbitrary: fc.constant('drop') },
    { weight: 2, arbitrary: reject },
    { weight: 1, arbitrary: fc.constantFrom('return', 'continue', '') },
    { weight: deeper.length > 0 ? 4 : 0, arbitrary: jump },
    { weight: 1, arbitrary: vmapped.map(([one, two]) => `tcp dport vmap { 22 : ${one}, 80-443 : ${two} }`) },
    { weight: 1, arbitrary: vmapped.map(([one, two]) => `ct state vmap { established : ${one}, new : ${two} }`) },
    { weight: 1, arbitrary: vmapped.map(([one, two]) => `meta l4proto vmap { tcp : ${one}, udp : ${two} }`) },
    { weight: 1, arbitrary: vmapped.map(([one, two]) => `iifname vmap { "eth0" : ${one}, "ens1" : ${two} }`) },
    { weight: 1, arbitrary: vmapped.map(([one, two]) => `iifname . meta l4proto vmap { "eth0" . tcp : ${one}, "ens1" . udp : ${two} }`) },
    { weight: 1, arbitrary: fc.constant('tcp dport vmap @verdicts') },
  );
}

function rule(family: Family, deeper: string[]): fc.Arbitrary<string> {
  return fc
    .tuple(sometimes(address(family), 2), sometimes(ports, 3), sometimes(other(family), 3), verdict(family, deeper))
    .map((words) => words.filter((word) => word !== null && word !== '').join(' '))
    .filter((text) => text !== '' && agrees(text));
}

const transports = [/\btcp (dport|sport|flags)|tcp reset|(l4proto|protocol|nexthdr) tcp/, /\budp (dport|sport)|(l4proto|protocol|nexthdr) udp/, /\bicmp type|l4proto icmp\b/, /icmpv6 type|l4proto ipv6-icmp/, /(l4proto|protocol|nexthdr) ([{!]|vmap)|@verdicts/];
const families = [/\bip (saddr|daddr|protocol)|\bicmp (type|host|net)|nfproto ipv4|protocol ip\b/, /\bip6 |icmpv6|nfproto ipv6/];

/** nft refuses rules that ask a packet to be of two protocols, and those on which it would have to guess. */
function agrees(text: string): boolean {
  return [transports, families].every((group) => group.filter((one) => one.test(text)).length <= 1);
}

function chain(name: string, head: string, rules: readonly string[]): string {
  return [`  chain ${name} {`, `    ${head}`, ...rules.map((one) => `    ${one}`), '  }'].join('\n');
}

function natChain(family: Family): fc.Arbitrary<string | null> {
  const word = family === 'ip6' ? 'ip6' : 'ip';
  const inner = family === 'ip6' ? behind[6] : behind[4];
  const withPort = family === 'ip6' ? `[${inner}]` : inner;
  const one = fc.oneof(
    fc.tuple(fc.constantFrom('tcp', 'udp'), port, port).map(([protocol, from, to]) => `${protocol} dport ${from} redirect to :${to}`),
    fc.tuple(fc.constantFrom('tcp', 'udp'), port, port).map(([protocol, from, to]) => `${protocol} dport ${from} dnat ${word} to ${withPort}:${to}`),
    port.map((from) => `tcp dport ${from} dnat ${word} to ${inner}`),
    port.map((from) => `dnat ${word} to tcp dport map { ${from} : ${inner} }`),
    port.map((from) => `tcp dport ${from} accept`),
  );
  return sometimes(fc.tuple(fc.array(one, { minLength: 1, maxLength: 3 }), fc.constantFrom('dstnat', '-90')).map(([rules, priority]) => chain('pre', `type nat hook prerouting priority ${priority};`, rules)));
}

function sets(family: Family, verdicts: readonly string[]): fc.Arbitrary<string> {
  const versions = ([4, 6] as const).filter((version) => family === 'inet' || (version === 4) === (family === 'ip'));
  return fc.tuple(fc.subarray(apart[4], { minLength: 1 }), fc.subarray(apart[6], { minLength: 1 }), fc.uniqueArray(port, { minLength: 1, maxLength: 4 })).map(([four, six, services]) =>
    [
      ...versions.flatMap((version) => [
        `  set lan${version} { type ipv${version}_addr; flags interval; elements = ${braces(version === 4 ? four : six)} }`,
        `  set pairs${version} { type ipv${version}_addr . inet_service; elements = { ${version === 4 ? '10.71.0.1 . 22, 192.0.2.1 . 80' : 'fd71::1 . 22, fd71::77 . 8080'} } }`,
      ]),
      `  set services { type inet_service; elements = ${braces(services)} }`,
      `  map verdicts { type inet_service : verdict; elements = { 22 : ${verdicts[0]}, 8080 : ${verdicts[1]}, 9090 : ${verdicts[2]} } }`,
    ].join('\n'),
  );
}

function table(family: Family, name: string): fc.Arbitrary<string> {
  const rules = (deeper: string[], maxLength: number) => fc.array(rule(family, deeper), { maxLength });
  const policy = fc.constantFrom('accept', 'drop', 'drop');
  return fc
    .record({
      sets: sets(family, ['accept', 'drop', 'jump none']),
      c2: rules([], 4),
      c1: rules(['c2'], 4),
      input: fc.tuple(policy, fc.constantFrom('filter', '0', '-10', '5'), rules(['c1', 'c2'], 9)),
      second: sometimes(fc.tuple(fc.constantFrom('accept', 'accept', 'drop'), fc.constantFrom('filter', '10', '-20'), rules(['c1'], 3))),
      forward: sometimes(fc.tuple(policy, fc.constant('filter'), rules(['c1', 'c2'], 4)), 3),
      early: sometimes(fc.tuple(fc.constant('accept'), fc.constantFrom('raw', 'mangle', '-250'), rules([], 2).map((some) => some.map((one) => one.replace(/reject.*/, 'drop'))))),
      nat: natChain(family),
    })
    .map(({ sets: named, c1, c2, input, second, forward, early, nat }) =>
      [
        `table ${family} ${name} {`,
        named,
        '  chain none { }',
        chain('c2', '', c2),
        chain('c1', '', c1),
        chain('input', `type filter hook input priority ${input[1]}; policy ${input[0]};`, input[2]),
        ...(second === null ? [] : [chain('second', `type filter hook input priority ${second[1]}; policy ${second[0]};`, second[2])]),
        ...(forward === null ? [] : [chain('forward', `type filter hook forward priority ${forward[1]}; policy ${forward[0]};`, forward[2])]),
        ...(early === null ? [] : [chain('early', `type filter hook prerouting priority ${early[1]}; policy accept;`, early[2])]),
        ...(nat === null ? [] : [nat]),
        '}',
      ].join('\n'),
    );
}

/** Text for `nft -f`: a table as students write it, or two. */
export const nftRules: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom<Family[]>('inet', 'inet', 'ip', 'ip6').chain((family) => table(family, 'filter')), sometimes(fc.constantFrom<Family[]>('inet', 'ip', 'ip6').chain((family) => table(family, 'mine'))))
  .map((tables) => `${tables.filter((one) => one !== null).join('\n')}\n`);
