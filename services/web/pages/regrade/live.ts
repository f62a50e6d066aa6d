import { streamSSE } from 'hono/streaming';
import type { Database } from '#db/database.ts';
import { countPreviewed } from '#db/queries/regrade-preview.ts';
import { type Regrade, type RegradeState, selectOptionalRegrade } from '#db/queries/regrades.ts';
import { requireRegrade } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { tellChanges } from '../../../api/regrading/tell-changes.ts';
import { progressId } from '../../../api/regrading/tell-progress.ts';
import type { Web } from '../../web.ts';
import { type Previewed, progressView } from './progress.ts';

/** States in which something moves by itself. */
export function isMoving(state: RegradeState): boolean {
  return state === 'previewing' || state === 'running' || state === 'paused';
}

/**
 * Progress as HTML, and `moved` or, at the end, `over` when the state is not the one that the page was made with: the page then
 * fetches itself anew.
 */
export function addRegradeEvents(web: Web, { db, log }: ApiDependencies): void {
  web.get('/regrades/:id/events', async (context) => {
    const { id } = await requireRegrade(db, context.get('viewer'), context.req.param('id'));
    let shown = context.req.query('state');
    // A proxy that collects an answer before it passes it on would show nothing until the end.
    context.header('X-Accel-Buffering', 'no');
    return streamSSE(context, async (stream) => {
      const tell = async ({ regrade, made }: Standing) => {
        await stream.writeSSE({ data: String(await progressView(regrade, made)) });
        // Without `over` a browser would connect again and again.
        if (!isMoving(regrade.state)) await stream.writeSSE({ event: 'over', data: regrade.state });
        else if (regrade.state !== shown) await stream.writeSSE({ event: 'moved', data: regrade.state });
        shown = regrade.state;
      };
      await tellChanges(stream, {
        look: () => lookAt(db, id),
        idOf: ({ regrade, made }) => `${progressId(regrade)}.${made.previewed}`,
        tell,
        isOver: ({ regrade }) => !isMoving(regrade.state),
        // The stream ends early, and the browser connects again; what went wrong is ours to know.
      }).catch((error: unknown) => log.error({ err: error, regrade: id, requestId: context.get('requestId') }, 'watching a regrade failed'));
    });
  });
}

interface Standing {
  regrade: Regrade;
  made: Previewed;
}

async function lookAt(db: Database, id: string): Promise<Standing | null> {
  const regrade = await selectOptionalRegrade(db, id);
  return regrade && { regrade, made: await countPreviewed(db, id) };
}
