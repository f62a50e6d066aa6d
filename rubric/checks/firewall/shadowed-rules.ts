import { decide } from '../../firewall/decide.ts';
import type { Decision } from '../../firewall/decision.ts';
import type { Action, Chain, Firewall, Rule, Table } from '../../firewall/ruleset.ts';
import { networksIn } from '../../firewall/named-networks.ts';
import { isInNetwork } from '../../network/address.ts';
import type { Source } from './sources.ts';
import type { Situation } from './situation.ts';

/** A rule that no connection of its port ever gets to, and the earlier one that decides in its place. */
export interface ShadowedRule {
  rule: Rule;
  port: number;
  by: Decision;
}

type Effect = 'accept' | 'limit' | 'deny';

/**
 * Rules about these ports that make no difference since an earlier rule of the same table decides otherwise. They are
 * found by asking, not by reading: connections of the rule's port from everybody it names never reach it. One that says
 * the same as the rule before it does no harm and is passed over.
 */
export function shadowedRules(situation: Situation, ports: readonly number[]): ShadowedRule[] {
  const { firewall } = situation.netfilter;
  const candidates = candidatesOf(firewall, ports).slice(0, 200);
  let reached = new Set<Rule>();
  const watched = watch(firewall, new Set(candidates.map(({ rule }) => rule)), (rule) => reached.add(rule));
  const asked = new Map<string, { decision: Decision; reached: ReadonlySet<Rule> }>();
  const ask = (source: Source, port: number) => {
    const key = `${source.address} ${port}`;
    const known = asked.get(key);
    if (known) return known;
    reached = new Set();
    const answer = { decision: decide(watched, packetFrom(source, port, situation), situation.place), reached };
    asked.set(key, answer);
    return answer;
  };
  return candidates.flatMap(({ rule, table, effect, ports: named }) =>
    named.flatMap((port) => {
      const answers = sourcesOf(rule, situation).map((source) => ask(source, port));
      const deciding = answers.find(({ decision }) => decidesOtherwise(decision, table, effect));
      return deciding === undefined || answers.some((answer) => answer.reached.has(rule)) ? [] : [{ rule, port, by: deciding.decision }];
    }),
  );
}

function candidatesOf(firewall: Firewall, ports: readonly number[]) {
  return firewall.tables.flatMap((table) => {
    if (table.family === 'ip6') return [];
    return [...table.chains.values()].flatMap((chain) =>
      chain.name.startsWith('DOCKER') || !isFilter(table, chain) ? [] : chain.rules.flatMap((rule) => {
        const named = portsIn(wordsOf(rule)).filter((port) => ports.includes(port));
        const effect = named.length > 0 && isAboutNew(wordsOf(rule)) ? effectOf(rule, table) : null;
        return effect === null ? [] : [{ rule, table, effect, ports: named }];
      }),
    );
  });
}

function isFilter(table: Table, chain: Chain): boolean {
  return chain.base ? chain.base.type === 'filter' && chain.base.hook === 'input' : !['nat', 'mangle', 'raw'].includes(table.name);
}

/** As much of a rule’s text as any student writes: what reads it must not take long. */
function wordsOf({ reference: { text } }: Rule): string {
  return text.slice(0, 600);
}

/** Single ports of a rule's text, in the words of iptables or nft. */
function portsIn(text: string): number[] {
  const lists = [...text.matchAll(/(?<!! )(?:--dports?|dport) (\{[^}]*\}|\S+)/g)].map(([, list = '']) => list);
  return [...new Set(lists.flatMap((list) => [...list.matchAll(/(?<![\d:-])\d{2,5}(?![\d:-])/g)].map(([port]) => Number(port))))];
}

/** New connections from outside, over TCP: rules for others are not asked here. */
function isAboutNew(text: string): boolean {
  if (/(?:-p udp|udp dport|-i lo\b|iif(?:name)? "?lo\b)/.test(text)) return false;
  const state = /(?:--(?:ct)?state|ct state) (\{[^}]*\}|\S+)/.exec(text)?.[1];
  return state === undefined || /new/i.test(state);
}

/** What a rule is for; a jump is for what its chain does. Null where it neither lets in nor keeps out. */
function effectOf({ steps, rate }: Rule, table: Table, depth = 0): Effect | null {
  if (rate !== null) return 'limit';
  const effects = steps.map((step) => ('action' in step ? effectOfAction(step.action, table, depth) : null));
  return effects.findLast((effect) => effect !== null) ?? null;
}

function effectOfAction(action: Action, table: Table, depth: number): Effect | null {
  if (action.do === 'accept') return 'accept';
  if (action.do === 'drop' || action.do === 'reject') return 'deny';
  if ((action.do !== 'jump' && action.do !== 'goto') || depth > 1) return null;
  const effects = (table.chains.get(action.chain)?.rules ?? []).slice(0, 50).map((rule) => effectOf(rule, table, depth + 1));
  return effects.includes('limit') ? 'limit' : (effects.findLast((effect) => effect !== null) ?? null);
}

function decidesOtherwise({ verdict, rule, trail }: Decision, table: Table, effect: Effect): boolean {
  const [outermost] = trail;
  if (rule === null || rule.index === 0 || outermost?.table !== table.name || outermost.family !== table.family) return false;
  if (table.chains.get(outermost.chain)?.base?.hook !== 'input') return false;
  const decided: Effect | null = verdict === 'accepted' ? 'accept' : verdict === 'limited' ? 'limit' : verdict === 'unknown' ? null : 'deny';
  return decided !== null && decided !== effect;
}

/** Everybody whom the rule is about: those in the networks that it names as sources, or all. */
function sourcesOf(rule: Rule, { sources }: Situation): Source[] {
  const named = [...wordsOf(rule).matchAll(/(?:^|\s)(?:-s|(?:ip )?saddr) (\{[^}]*\}|\S+)/g)].flatMap(([, list = '']) => networksIn(list));
  if (named.length === 0) return sources;
  return sources.filter(({ address }) => named.some(({ base, prefix }) => isInNetwork(address, base, prefix)));
}

function packetFrom(source: Source, port: number, { address, inInterface }: Situation) {
  return { protocol: 'tcp', family: 4, source: source.address, destination: address, port, inInterface, state: 'new' } as const;
}

/** The same rule set, which tells whenever one of these rules is asked. */
function watch(firewall: Firewall, rules: ReadonlySet<Rule>, note: (rule: Rule) => void): Firewall {
  const noting = (rule: Rule): Rule =>
    rules.has(rule) ? { ...rule, steps: [{ action: { do: 'change', change: (flow) => (note(rule), flow) } }, ...rule.steps] } : rule;
  return {
    tables: firewall.tables.map((table) => ({
      ...table,
      chains: new Map([...table.chains].map(([name, chain]) => [name, { ...chain, rules: chain.rules.map(noting) }])),
    })),
  };
}
