import type { Demonstration, Part } from './demonstration.ts';
import { listed } from './demonstration.ts';
import type { Endpoint } from './endpoints.ts';
import { inWords, type Reach } from './reach.ts';

const rebootHint = 'Namespaces live in memory: put the commands that make them into a script or a systemd unit that runs at boot.';

/**
 * Namespaces (task 7.1): at least two, an end of a pair moved into each, addressed and up, and nothing reached from
 * one in the other. The exercise's own commands leave the second without an address and down, so that costs little.
 */
export function judgeNamespaces(endpoints: readonly Endpoint[], reach: Reach | null, way: 'namespaces' | 'mixed' = 'namespaces'): Demonstration {
  const ranked = endpoints.toSorted((a, b) => completeness(b, reach) - completeness(a, reach));
  const names = ranked.map(({ label }) => label);
  const summary = names.length === 0 ? 'no network namespaces of your own' : `the network ${names.length === 1 ? 'namespace' : 'namespaces'} ${listed(names)}`;
  return {
    way,
    exist: { done: Math.min(2, names.length), total: 2, seen: summary, where: 'ip netns list', hint: `One namespace has nothing to be kept apart from. ${rebootHint}` },
    connected: connected(ranked, reach),
    isolation: reach && isolation(ranked, reach),
    summary,
    review: endpoints.find(({ contradiction }) => contradiction !== null)?.contradiction ?? null,
  };
}

/** Whether it answers at its own address; true where that could not be tried. */
function answersItself({ inode, addresses, up }: Endpoint, reach: Reach | null): boolean {
  return up && addresses.length > 0 && (!reach?.wasTried(inode, inode) || reach.way(inode, inode) !== null);
}

function completeness(one: Endpoint, reach: Reach | null): number {
  return [one.cables.length > 0, one.addresses.length > 0, one.up, answersItself(one, reach)].filter(Boolean).length;
}

/** Twelfths: six for the better namespace, and six for the other, four of them for its end alone. */
function connected([first, second]: readonly Endpoint[], reach: Reach | null): Part {
  const faults = [first, second].flatMap((one) => (one ? faultOf(one, reach) : []));
  const done =
    (first ? 2 * Number(first.cables.length > 0) + 2 * Number(first.addresses.length > 0) + Number(first.up) + Number(answersItself(first, reach)) : 0) +
    (second ? 4 * Number(second.cables.length > 0) + Number(second.addresses.length > 0) + Number(answersItself(second, reach)) : 0);
  const whole = [first, second].flatMap((one) => (one ? [`${one.label} has ${listed(one.cables)} with ${listed(one.addresses)}`] : []));
  const hint = faults[0]?.hint ?? 'Make a second namespace, with an end of a pair of its own.';
  const seen = faults.length > 0 ? faults.map((fault) => fault.seen).join('; ') : whole.length === 2 ? `${whole.join(', ')}, up` : `only ${whole[0] ?? 'nothing'}`;
  return { done, total: 12, seen, hint, where: first ? `ip netns exec ${(second ?? first).label} ip addr` : 'ip netns list' };
}

function faultOf(one: Endpoint, reach: Reach | null): { seen: string; hint: string }[] {
  if (one.cables.length === 0) {
    return [{ seen: `${one.label} has nothing but its loopback: no end of a pair was moved into it`, hint: 'Making a pair leaves both ends where you are; one has to be moved into the namespace.' }];
  }
  const cable = one.cables[0] ?? '';
  const lacks = [...(one.addresses.length > 0 ? [] : ['has no address']), ...(one.up ? [] : ['is down'])];
  if (lacks.length > 0) {
    return [{ seen: `${cable} in ${one.label} ${lacks.join(' and ')}`, hint: 'The exercise’s own commands give an address to the first namespace alone and set only that end up: do the same for the other one.' }];
  }
  if (answersItself(one, reach)) return [];
  return [{ seen: `${one.label} does not answer at its own address ${one.addresses[0]}`, hint: 'A namespace answers itself by its loopback interface, which begins its life down.' }];
}

/** Pairs of namespaces that nothing passes between. One with several ends is a router of theirs, where two others are left. */
function isolation(endpoints: readonly Endpoint[], reach: Reach): Part | null {
  const single = endpoints.filter(({ cables }) => cables.length < 2);
  const judged = single.length >= 2 ? single : endpoints;
  const pairs = judged.flatMap((one, index) => judged.slice(index + 1).map((other) => [one, other] as const));
  const where = 'tried from inside each namespace, by ping and TCP';
  const working = pairs.filter((pair) => pair.some((one) => answersItself(one, reach)) && pair.some(({ inode }, at) => reach.wasTried(inode, (pair[1 - at] as Endpoint).inode)));
  if (working.length === 0) {
    if (pairs.some((pair) => pair.some(({ inode }) => !reach.isWhole(inode)))) return null;
    const seen = endpoints.length < 2 ? 'there are no two namespaces to try it between' : 'no namespace has an address that works, so there is nothing to try isolation on';
    return { done: 0, total: 1, seen, where, hint: 'Isolation shows when something that works is out of reach: give the namespaces addresses that answer in themselves first.' };
  }
  const passages = working.flatMap(([one, other]) => {
    const way = reach.way(one.inode, other.inode) ?? reach.way(other.inode, one.inode);
    if (way === null) return [];
    const [from, to] = way.from === one.inode ? [one, other] : [other, one];
    return [{ ends: [one.inode, other.inode], text: `${from.label} reaches ${way.address} of ${to.label} ${inWords(way.answer)}` }];
  });
  const hub = hubOf(judged, passages.map(({ ends }) => ends));
  const kept = hub === null ? working : working.filter((pair) => !pair.includes(hub));
  const joined = passages.filter(({ ends }) => hub === null || !ends.includes(hub.inode)).map(({ text }) => text);
  if (joined.length > 0) {
    return {
      done: kept.length - joined.length,
      total: kept.length,
      seen: joined.slice(0, 3).join('; '),
      where,
      hint: 'Something joins them: a bridge that has both outer ends, a pair between them, or forwarding on the machine that lets everything through.',
    };
  }
  const apart = `${listed([...new Set(kept.flat().map(({ label }) => label))])} do not reach one another`;
  return { done: 1, total: 1, seen: hub === null ? apart : `${apart}; ${hub.label} reaches each of them, as the model API may`, where };
}

/**
 * The one that joins all others while those are apart: the place of the model API in task 7.2, which is meant to reach the feature
 * store and the database. Two that are joined beside a third are no such thing. Null where there is none.
 */
function hubOf(judged: readonly Endpoint[], passages: readonly (readonly string[])[]): Endpoint | null {
  if (judged.length < 3 || passages.length !== judged.length - 1) return null;
  return judged.find(({ inode }) => passages.every((ends) => ends.includes(inode))) ?? null;
}
