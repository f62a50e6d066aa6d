import { spawnSync } from 'node:child_process';
import process from 'node:process';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decide } from '#rubric/firewall/decide.ts';
import { readFirewall } from '#rubric/firewall/firewall.ts';
import type { Packet } from '#rubric/firewall/packet.ts';
import { toolEnvironment } from '../tool.ts';
import { Arena, arenaHost } from './arena.ts';
import { iptablesRules } from './iptables-rules.ts';
import { emptyLegacy, load, type RuleSet } from './load.ts';
import { nftRules } from './nft-rules.ts';
import { expectedOutcome, observedOutcome } from './observe.ts';
import { establishedPackets, newPacket } from './pools.ts';
import { ufwScript } from './ufw-rules.ts';

const seed = Number(process.env['FIREWALL_SEED'] ?? 20_261_124);
const scale = Number(process.env['FIREWALL_SCALE'] ?? 1);

const missing = (tools: readonly string[]) => tools.filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`], { env: toolEnvironment() }).status !== 0);
const without = missing(['nft', 'iptables-nft-restore', 'iptables-legacy-restore', 'perl', 'nsenter', 'taskset']);
const withoutUfw = missing(['ufw']);

let arena: Arena | undefined;
let nextId = 1;
const totals: Record<string, { sets: number; packets: number; unknown: number; disagreements: number; verdicts: Record<string, number> }> = {};

beforeAll(async () => {
  if (without.length > 0) return;
  arena = await Arena.open();
  await load(arena, { kind: 'nft' });
  await arena.run('sysctl -qw net.netfilter.nf_conntrack_udp_timeout=3600 net.netfilter.nf_conntrack_udp_timeout_stream=3600');
  await arena.establish(numbered(establishedPackets));
});

afterAll(async () => {
  await arena?.close();
  if (without.length > 0) return;
  console.log(`seed ${seed}`);
  console.table(Object.fromEntries(Object.entries(totals).map(([kind, { verdicts, ...figures }]) => [kind, { ...figures, ...verdicts }])));
});

/** Every packet a number, by which it is known again, and new ones a source port of their own. */
function numbered(packets: readonly Packet[]): Map<number, Packet> {
  return new Map(packets.map((packet) => {
    const number = nextId++;
    // In both halves: the upper one is the identifier of an echo request, which makes it a flow of its own.
    const id = ((number << 16) | (number & 0xffff)) >>> 0;
    return [id, packet.sourcePort === undefined ? { ...packet, sourcePort: 1024 + (number % 59_000) } : packet];
  }));
}

/** Loads the set, sends the packets, and compares each answer with the decision on what the tools printed. */
async function compare(set: RuleSet, packets: readonly Packet[]): Promise<void> {
  if (arena === undefined) throw new Error('the arena is not open');
  const printed = await load(arena, set);
  const firewall = readFirewall(printed);
  const sent = numbered(packets);
  const seen = await arena.send(sent);
  if (set.kind === 'iptables-legacy') await emptyLegacy(arena);
  const total = (totals[set.kind] ??= { sets: 0, packets: 0, unknown: 0, disagreements: 0, verdicts: {} });
  total.sets++;
  const wrong: string[] = [];
  for (const [id, packet] of sent) {
    const decision = decide(firewall, packet, arenaHost);
    const [expected, observed] = [expectedOutcome(decision, packet), observedOutcome(seen.get(id) ?? [])];
    total.packets++;
    total.verdicts[decision.verdict] = (total.verdicts[decision.verdict] ?? 0) + 1;
    if (expected === 'unknown') total.unknown++;
    else if (expected !== observed) wrong.push(`expected ${expected}, seen ${observed}: ${JSON.stringify(packet)} ${JSON.stringify(decision)}`);
  }
  total.disagreements += wrong.length;
  if (wrong.length > 0) throw new Error(`${wrong.slice(0, 3).join('\n')}\n${JSON.stringify(printed.iptables)}\n${printed.nft}`);
}

let list = 0;
const inside = () => `L${list++}`;
const packets = (maximum: number) => fc.array(newPacket, { minLength: maximum, maxLength: maximum }).map((some) => [...some, ...establishedPackets.filter((_, at) => at % 4 === some.length % 4)]);

const kinds: { name: RuleSet['kind']; runs: number; sets: fc.Arbitrary<RuleSet> }[] = [
  { name: 'iptables-nft', runs: 180, sets: fc.tuple(iptablesRules(4, 'four'), iptablesRules(6, 'six')).map(([four, six]) => ({ kind: 'iptables-nft', four, six })) },
  { name: 'iptables-legacy', runs: 120, sets: fc.tuple(iptablesRules(4, 'four'), iptablesRules(6, 'six')).map(([four, six]) => ({ kind: 'iptables-legacy', four, six })) },
  { name: 'nft', runs: 220, sets: nftRules.map((nft) => ({ kind: 'nft', nft })) },
  { name: 'iptables-nft and nft', runs: 40, sets: fc.tuple(iptablesRules(4, 'four'), nftRules.filter((nft) => !nft.includes('table ip '))).map(([four, nft]) => ({ kind: 'iptables-nft and nft', four, nft })) },
];

for (const { name, runs, sets } of kinds) {
  test.skipIf(without.length > 0)(`the kernel does with every packet what the engine says: ${name}`, { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(sets, packets(24), async (set, some) => {
        const named = inside();
        await compare({ ...set, ...(set.four === undefined ? {} : { four: set.four.replaceAll('fourr', `${named}r`).replaceAll('fourh', `${named}h`) }) }, some);
      }),
      { seed, numRuns: Math.ceil(runs * scale), endOnFailure: true },
    );
    expect(totals[name]?.disagreements).toBe(0);
    expect(totals[name]?.unknown).toBeLessThanOrEqual((totals[name]?.packets ?? 0) * 0.02);
  });
}

test.skipIf(without.length + withoutUfw.length > 0)('the kernel does with every packet what the engine says: ufw', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(ufwScript, packets(24), async (script, some) => {
      await compare({ kind: 'ufw', script }, some);
    }),
    { seed, numRuns: Math.ceil(20 * scale), endOnFailure: true },
  );
  expect(totals['ufw']?.disagreements).toBe(0);
});
