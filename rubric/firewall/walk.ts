import type { RuleReference, Rate } from './decision.ts';
import { join, type Flow } from './flow.ts';
import { firstAddressOf } from './host-place.ts';
import type { Action, Chain, Rule, Table } from './ruleset.ts';
import { isUnknown } from './truth.ts';

/** One way that a packet may leave a chain. `through`: at the chain's end, or by RETURN. */
export interface Exit {
  verdict: 'accept' | 'drop' | 'reject' | 'unknown' | 'through';
  rejectWith: string | null;
  trail: RuleReference[];
  rate: Rate | null;
  flow: Flow;
}

/** The kernel allows 16 jumps in nftables (NFT_JUMP_STACK_SIZE) and as many as there are chains in iptables. */
const maxDepth = 64;

/**
 * All ways that a packet may leave a chain, one of each kind. Where a condition cannot be judged, both branches are
 * followed and what they make of the packet is joined, so that the cost grows with the rules, not with their number of unknowns.
 */
export function walkChain(table: Table, chain: Chain, flow: Flow, depth = 0): Exit[] {
  const exits = new Map<string, Exit>();
  if (depth > maxDepth) return [unknownExit(flow, 'chains jump too deep or in a circle', [])];

  let current: Flow | null = flow;
  for (const rule of chain.rules) {
    if (current === null) break;
    if (--flow.run.budget < 0) {
      addExit(exits, unknownExit(current, 'the rule set is too large', [rule.reference]));
      return [...exits.values()];
    }
    const { matched, certain } = runRule(table, rule, current, depth, exits);
    if (certain) current = matched;
    else if (matched !== null) current = join(current, matched);
  }
  if (current !== null) addExit(exits, { verdict: 'through', rejectWith: null, trail: [], rate: null, flow: current });
  return [...exits.values()];
}

/** Runs the steps of a rule. `matched`: the packet as it goes on to the next rule; null where it does not get there. */
function runRule(table: Table, rule: Rule, flow: Flow, depth: number, exits: Map<string, Exit>): { matched: Flow | null; certain: boolean } {
  let here = flow;
  let certain = true;
  for (const step of rule.steps) {
    if ('test' in step) {
      const truth = step.test(here);
      // What earlier steps changed stays, though the rule ends here.
      if (truth === false) return { matched: here, certain };
      if (isUnknown(truth)) {
        certain = false;
        flow.run.whys.add(truth.unknown);
      }
      continue;
    }
    const found = step.action.do === 'look-up' ? step.action.find(here) : step.action;
    if (found === null) return { matched: here, certain };
    const open = 'unknown' in found;
    if (open) {
      certain = false;
      flow.run.whys.add(found.unknown);
    }
    const nexts = (open ? found.actions : [found]).map((action) => act(table, rule, action, here, depth, exits));
    const alive = nexts.filter((next) => next !== null);
    const [first, ...others] = alive;
    if (first === undefined) return { matched: null, certain };
    here = others.reduce(join, first);
  }
  return { matched: here, certain };
}

/** The packet as it goes on after an action; null where the action ends its way through this chain. */
function act(table: Table, rule: Rule, action: Action, flow: Flow, depth: number, exits: Map<string, Exit>): Flow | null {
  const leave = (verdict: Exit['verdict'], to: Flow, rejectWith: string | null = null): null => {
    addExit(exits, { verdict, rejectWith, trail: [rule.reference], rate: rule.rate, flow: to });
    return null;
  };
  switch (action.do) {
    case 'accept':
    case 'drop':
      return leave(action.do, flow);
    case 'return':
      return leave('through', flow);
    case 'reject':
      return leave('reject', flow, action.with);
    case 'change':
      return action.change(flow);
    case 'unknown':
      flow.run.whys.add(action.why);
      return leave('unknown', flow);
    case 'translate': {
      const to = action.to(flow);
      if (to.address === undefined || to.port === undefined) {
        flow.run.whys.add('where an address translation leads is not known');
        return leave('unknown', flow);
      }
      const own = to.address === 'own' ? firstAddressOf(flow.run.host, flow.inInterface, flow.family) : to.address;
      const destination = own ?? flow.destination;
      return leave('accept', { ...flow, destination, port: to.port ?? flow.port, translated: true });
    }
    case 'jump':
    case 'goto': {
      const target = table.chains.get(action.chain);
      const inner = target === undefined ? [unknownExit(flow, `chain ${action.chain} is missing`, [])] : walkChain(table, target, flow, depth + 1);
      let back: Flow | null = null;
      for (const exit of inner) {
        // A goto leaves this chain for good: who falls through there goes on where this one was called.
        if (exit.verdict === 'through' && action.do === 'jump') back = exit.flow;
        else addExit(exits, { ...exit, rate: exit.rate ?? rule.rate, trail: exit.verdict === 'through' ? [] : [rule.reference, ...exit.trail] });
      }
      return back;
    }
    default:
      return flow;
  }
}

function addExit(exits: Map<string, Exit>, exit: Exit): void {
  const { destination, port } = exit.flow;
  const key = `${exit.verdict} ${exit.rejectWith} ${exit.verdict === 'accept' ? `${destination} ${port}` : ''}`;
  const known = exits.get(key);
  exits.set(key, known === undefined ? exit : { ...known, flow: join(known.flow, exit.flow) });
}

function unknownExit(flow: Flow, why: string, trail: RuleReference[]): Exit {
  flow.run.whys.add(why);
  return { verdict: 'unknown', rejectWith: null, trail, rate: null, flow };
}

