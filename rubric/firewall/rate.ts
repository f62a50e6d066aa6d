import type { Flow } from './flow.ts';
import type { Condition, Step } from './ruleset.ts';

/** Holds as long as a rate or a count is kept. */
export const withinRate: Condition = (flow) => flow.run.world === 'within';
/** Holds once it is exceeded. */
export const beyondRate: Condition = (flow) => flow.run.world === 'beyond';

/** Puts the packet's source on a list (`recent --set`, `add @set`). */
export function enterList(list: string): Step {
  return {
    action: {
      do: 'change',
      change(flow) {
        flow.run.entered.add(list);
        return { ...flow, hits: new Map(flow.hits).set(list, hitsOn(list, flow) + 1) };
      },
    },
  };
}

/** Times that the source stands on a list: by this packet alone, or by as many as it takes once rates are exceeded. */
export function hitsOn(list: string, flow: Flow): number {
  if (flow.run.world === 'beyond' && flow.run.remembered.has(list)) return Number.POSITIVE_INFINITY;
  return flow.hits.get(list) ?? 0;
}

export function logIt(flow: Flow): Flow {
  return flow.logged ? flow : { ...flow, logged: true };
}
