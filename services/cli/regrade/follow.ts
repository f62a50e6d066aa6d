import { setTimeout as delay } from 'node:timers/promises';
import { isOutage } from '#db/outage.ts';
import type { Regrade } from '#db/queries/regrades.ts';
import { selectRegradePreview } from '#db/queries/regrade-preview.ts';
import { stopSignal } from '../stopping.ts';
import type { RegradeContext } from './context.ts';
import { regradeById } from './find.ts';
import { countsText } from './outcome-text.ts';
import { ProgressBar } from './progress-bar.ts';

/** The operator pressed Ctrl-C: the regrade goes on without being watched. */
export class Interrupted extends Error {
  readonly code = 'interrupted';
}

const pollMs = 300;
/** Without a step for so long, the workers are told again, */
const tellAgainMs = 2000;
/** and for so long, the operator is told that nobody works. */
const nobodyMs = 5000;

/** Shows how a preview comes along until it is complete. Throws Interrupted. */
export function followPreview(context: RegradeContext, id: string): Promise<Regrade> {
  return follow(context, id, 'Preview', ({ state }) => state !== 'previewing', async (regrade) => {
    const { previewed, submissions } = await selectRegradePreview(context.db, regrade.id);
    return { done: previewed, total: submissions, words: 'judging again; nothing is changed' };
  });
}

/** Shows how a regrade comes along until it is over. Throws Interrupted. */
export function followRegrade(context: RegradeContext, id: string): Promise<Regrade> {
  return follow(context, id, 'Regrade', ({ state }) => state !== 'running' && state !== 'paused', (regrade) => {
    const total = Object.values(regrade.counts).reduce((sum, count) => sum + count, 0);
    const paused = regrade.state === 'paused' ? `paused, to go on: netgrader regrade resume ${id} · ` : '';
    return Promise.resolve({ done: total - regrade.counts.pending, total, words: `${paused}${countsText(regrade)}` });
  });
}

async function follow(
  context: RegradeContext,
  id: string,
  phase: string,
  isOver: (regrade: Regrade) => boolean,
  measure: (regrade: Regrade) => Promise<{ done: number; total: number; words: string }>,
): Promise<Regrade> {
  const bar = new ProgressBar(phase);
  const interrupted = new AbortController();
  void stopSignal().then(() => interrupted.abort());
  const begin = { at: performance.now(), done: -1 };
  let step = { at: begin.at, done: -1 };
  let told = begin.at;
  let isHinted = false;
  let isAway = false;
  try {
    while (!interrupted.signal.aborted) {
      const look = await regradeById(context.db, id)
        .then(async (found) => ({ regrade: found, figures: await measure(found) }))
        .catch(outage);
      if (!look) {
        // Workers wait for a database that is away, and so do those who watch.
        if (!isAway) bar.note('The database is away; waiting for it.');
        isAway = true;
        await delay(1000, undefined, { signal: interrupted.signal }).catch(() => {});
        continue;
      }
      isAway = false;
      const { regrade, figures } = look;
      const now = performance.now();
      if (begin.done < 0) begin.done = figures.done;
      // Waiting for a worker says nothing of its rate.
      if (begin.done === figures.done) begin.at = now;
      if (figures.done !== step.done) step = { at: now, done: figures.done };
      bar.update({ ...figures, perMinute: rate(begin, { at: now, done: figures.done }, regrade.perMinute) });
      if (isOver(regrade)) return regrade;
      const idleMs = regrade.state === 'paused' ? 0 : now - step.at;
      if (idleMs >= tellAgainMs && now - told >= tellAgainMs) {
        told = now;
        await context.tell(regrade);
      }
      if (!isHinted && idleMs >= nobodyMs && !(await context.isTaken())) {
        isHinted = true;
        bar.note('No worker takes it up. Start one where the database is in reach: netgrader work');
      }
      await delay(pollMs, undefined, { signal: interrupted.signal }).catch(() => {});
    }
    throw new Interrupted(`It goes on without this command. To see how it stands: netgrader regrade show ${id}`);
  } finally {
    bar.done();
  }
}

function outage(error: unknown): null {
  if (isOutage(error)) return null;
  throw error;
}

interface Moment {
  at: number;
  done: number;
}

/** Over a minute the database's own count; before, what was seen here, once there is something to go by. */
function rate(begin: Moment, now: Moment, counted: number): number | null {
  const seconds = (now.at - begin.at) / 1000;
  if (seconds >= 60) return counted;
  return seconds < 1 || now.done === begin.done ? null : (60 * (now.done - begin.done)) / seconds;
}

