import { setTimeout as after } from 'node:timers/promises';
import { html } from 'hono/html';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { selectSubmissionWait } from '#db/queries/submission-wait.ts';
import { requireSubmission } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import type { Web } from '../../web.ts';
import { phaseTitles, progressView, type Standing } from './progress-view.ts';

/** While a worker has it in hand the bar moves; who waits for a place needs to know less often. */
const lookEveryMs = { working: 700, waiting: 2000 };
/** Proxies close what says nothing, most of them after a minute, and a reader that is gone may show only by writing to it. */
const sayNothingForMs = 15_000;
/** Browsers connect again by themselves, and whoever has no access any more is refused then. */
const longestMs = 5 * 60_000;

/** Null: settled. Whoever works on it tells the queue, so that the database is asked only where nobody does. */
export async function lookAt({ db, queues, log }: ApiDependencies, id: string): Promise<Standing | null> {
  const progress = await queues.gradingProgress(id).catch((error: unknown) => {
    log.error({ err: error, submission: id }, 'no progress from the queue');
    return null;
  });
  if (progress && progress.phase !== 'queued') return { progress, wait: null };
  const wait = await selectSubmissionWait(db, id);
  return wait && !wait.settled ? { progress: { phase: 'queued', done: 0, total: 0 }, wait } : null;
}

/** Progress as server-sent events: pieces of the page whenever it is another, then `settled`. */
export function addWatchSubmission(web: Web, dependencies: ApiDependencies): void {
  web.get('/submissions/:id/events', async (context) => {
    const { db, log } = dependencies;
    const { submission } = await requireSubmission(db, context.get('viewer'), context.req.param('id'));
    // A proxy that collects an answer before it passes it on would show nothing until the end.
    context.header('X-Accel-Buffering', 'no');
    return streamSSE(context, (stream) =>
      tell(dependencies, stream, submission.id, context.get('zone')).catch((error: unknown) =>
        log.error({ err: error, submission: submission.id, requestId: context.get('requestId') }, 'watching a submission failed'),
      ),
    );
  });
}

async function tell(dependencies: ApiDependencies, stream: SSEStreamingApi, id: string, zone: string): Promise<void> {
  const gone = new AbortController();
  stream.onAbort(() => gone.abort());
  const begun = performance.now();
  let quietSince = begun;
  let shown = '';
  let phase: string | null = null;
  while (!stream.aborted && performance.now() - begun < longestMs) {
    const standing = await lookAt(dependencies, id);
    if (!standing) return stream.writeSSE({ event: 'settled', data: id });
    const view = String(await progressView(standing, zone));
    if (view !== shown) {
      const isNews = standing.progress.phase !== phase;
      phase = standing.progress.phase;
      shown = view;
      quietSince = performance.now();
      // The line for screen readers changes with the phase alone: nobody wants to hear of each probe.
      const said = isNews ? await html`<hx-partial hx-target="#phase-said" hx-swap="innerHTML">${phaseTitles[standing.progress.phase]}</hx-partial>` : '';
      await stream.writeSSE({ data: `${view}${String(said)}` });
    } else if (performance.now() - quietSince > sayNothingForMs) {
      await stream.write(': still here\n\n');
      quietSince = performance.now();
    }
    // Whoever leaves ends the wait.
    await after(standing.progress.phase === 'queued' ? lookEveryMs.waiting : lookEveryMs.working, undefined, { signal: gone.signal }).catch(() => {});
  }
}
