import { createHash } from 'node:crypto';
import type { Rubric, RubricItem } from './rubric.ts';

/** What a rubric makes of a check (points, requirements, parameters) as 12 hex digits; another digest: look again. */
export function itemDigest({ check, possible, requires, parameters }: RubricItem): string {
  return createHash('sha256').update(JSON.stringify([check.id, possible, requires, parameters])).digest('hex').slice(0, 12);
}

/** All checks of a rubric, the bonus included, by id. */
export function itemsOf(rubric: Rubric): Map<string, RubricItem> {
  const items = [...rubric.criteria.flatMap((criterion) => criterion.items), ...rubric.bonus];
  return new Map(items.map((item) => [item.check.id, item]));
}

/** Digest of each check of a rubric, by id. */
export function digestsOf(rubric: Rubric): Map<string, string> {
  return new Map([...itemsOf(rubric)].map(([id, item]) => [id, itemDigest(item)]));
}
