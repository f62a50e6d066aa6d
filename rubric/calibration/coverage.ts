import type { Rubric } from '../rubric.ts';

/** A state as far as coverage goes. */
export interface CoveringState {
  name: string;
  kind: string;
  trips: readonly string[] | 'all';
}

/** What the calibration must hold at least. */
export const wanted = { defects: 80, cheats: 10 };

/** What the states do not prove yet, in sentences: checks without a defect of their own, too few defects or cheats. */
export function coverageGaps(rubric: Rubric, states: readonly CoveringState[]): string[] {
  const defects = states.filter(({ kind }) => kind === 'defect');
  const cheats = states.filter(({ kind }) => kind === 'cheat');
  const checks = rubric.criteria.flatMap(({ items }) => items.map(({ check }) => check.id));
  const gaps = checks.filter((id) => !defects.some(({ trips }) => trips.includes(id))).map((id) => `no defect trips ${id}`);
  if (defects.length < wanted.defects) gaps.push(`there are ${defects.length} defects, at least ${wanted.defects} are wanted`);
  if (cheats.length < wanted.cheats) gaps.push(`there are ${cheats.length} cheats, at least ${wanted.cheats} are wanted`);
  return gaps;
}

/**
 * Few defects that together trip every check that any defect trips: always the one that adds most, the first by name
 * among equals. Deterministic, so that a sample changes only with the states.
 */
export function coveringSample<State extends CoveringState>(states: readonly State[]): State[] {
  const defects = states.filter(({ kind }) => kind === 'defect').toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const open = new Set(defects.flatMap(({ trips }) => trips));
  const sample: State[] = [];
  while (open.size > 0) {
    const gain = ({ trips }: State): number => (trips === 'all' ? 0 : trips.filter((id) => open.has(id)).length);
    const best = defects.reduce((most, defect) => (gain(defect) > gain(most) ? defect : most));
    sample.push(best);
    for (const id of best.trips) open.delete(id);
  }
  return sample;
}
