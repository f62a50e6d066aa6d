import { count } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { regradeItems, type RegradeItemState, regradeItemStates } from '../schema/regrade-items.ts';

/** Items of all regrades there were, by state. */
export async function countRegradeItems(db: Database): Promise<Record<RegradeItemState, number>> {
  const rows = await db.select({ state: regradeItems.state, items: count() }).from(regradeItems).groupBy(regradeItems.state);
  const counted = new Map(rows.map(({ state, items }) => [state, items]));
  return Object.fromEntries(regradeItemStates.map((state) => [state, counted.get(state) ?? 0])) as Record<RegradeItemState, number>;
}
