import type { Database } from '#db/database.ts';
import type { Regrade } from '#db/queries/regrades.ts';
import { selectRegradeItems } from '#db/queries/regrade-items.ts';
import { exitStatus } from '../usage-error.ts';
import { outputWidth, print } from './context.ts';
import { countsText, troubles, troubleText } from './outcome-text.ts';
import { wrapped } from './text-table.ts';

const listed = 100;

/** Prints how a regrade stands and what somebody has to look at; returns the exit status: failed where there is such a thing. */
export async function report(db: Database, regrade: Regrade): Promise<number> {
  print(wrapped(`Regrade ${regrade.id} is ${regrade.state}: ${countsText(regrade)}`, outputWidth()).join('\n'));
  const items = await selectRegradeItems(db, regrade.id, troubles, listed);
  const lines = troubleText(regrade, items, outputWidth());
  if (lines.length > 0) print(lines.join('\n'));
  return items.length > 0 || regrade.state === 'cancelled' ? exitStatus.failed : exitStatus.graded;
}
