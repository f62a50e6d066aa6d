import type { Openness, StatedRules } from '../../deliverables/stated-rules.ts';
import { decide } from '../../firewall/decide.ts';
import type { Decision } from '../../firewall/decision.ts';
import { keepsOut, letsIn, type Situation } from './situation.ts';
import { type Source, sourcesFor } from './sources.ts';

/** So many ports treated in another way are another rule set; one may have been changed after the file was made. */
const enough = 2;
const platform = [22, 8080, 9090, 3000, 5432, 6379];
/** Ports that nobody names in an exercise about a platform: what happens to them is the policy. */
const unnamed = [51_723, 40_961, 28_437];

/** Whom the machine's own rules let in at a port; null where they do not decide it. */
export function opennessOf({ sources, ask }: Situation, port: number): Openness | null {
  return summary(sources.map((source) => ({ source, decision: ask(source, port) })));
}

/** Where rules that were handed in are not those of the machine, in ports or policy: a sentence with both sides, else null. */
export function anotherRuleSet(stated: StatedRules, situation: Situation, where: string): string | null {
  const policies = unnamed.map((port) => [statedOpenness(stated, situation, port), opennessOf(situation, port)] as const);
  const [policy] = policies;
  if (policy && policies.every(([said, is]) => said !== null && is !== null && said !== 'some' && is !== 'some' && said !== is)) {
    return `by ${where} whatever no rule names is ${policy[0] === 'all' ? 'let in' : 'kept out'}, and by the machine’s rules it is ${policy[1] === 'all' ? 'let in' : 'kept out'}`;
  }
  const named = stated.kind === 'ports' ? [...stated.ports.keys()].slice(0, 100) : [];
  const differing = [...new Set([...platform, ...named])].flatMap((port) => {
    const said = statedOpenness(stated, situation, port);
    const is = opennessOf(situation, port);
    return said === null || is === null || said === is ? [] : [`${port} is open to ${words[said]}, on the machine to ${words[is]}`];
  });
  return differing.length < enough ? null : `by ${where} port ${differing.slice(0, 4).join('; port ')}`;
}

const words: Record<Openness, string> = { all: 'everybody', some: 'some', none: 'nobody' };

function statedOpenness(stated: StatedRules, { place, inInterface, address, worker }: Situation, port: number): Openness | null {
  if (stated.kind === 'ports') {
    const left = stated.incoming === null ? null : stated.incoming === 'deny' ? 'none' : 'all';
    return stated.ports.get(port) ?? left;
  }
  const sources = sourcesFor(stated.networks, worker?.address ?? null);
  return summary(
    sources.map((source) => ({
      source,
      decision: decide(stated.firewall, { protocol: 'tcp', family: 4, source: source.address, destination: address, port, inInterface, state: 'new' }, place),
    })),
  );
}

function summary(asked: { source: Source; decision: Decision }[]): Openness | null {
  const strangers = asked.filter(({ source }) => source.kind === 'public').map(({ decision }) => decision);
  if (strangers.every(letsIn)) return 'all';
  if (asked.some(({ decision }) => letsIn(decision))) return 'some';
  return asked.every(({ decision }) => keepsOut(decision)) ? 'none' : null;
}
