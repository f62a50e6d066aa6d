import { z } from 'zod';
import { selectKept } from '#db/queries/regrade-undo.ts';
import { regradeHolds } from '#db/schema/regrades.ts';
import { requireRegrade } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { acceptHeld, confirm, type PlainStep, plainSteps, takePlainStep, undo } from '../../../api/regrading/take-step.ts';
import { setFlash } from '../../layout/flash.ts';
import { counted } from '../../parts/counted.ts';
import { readForm, type ReadForm } from '../../parts/read-form.ts';
import { reasonField } from '../../parts/reason.ts';
import type { Web, WebContext } from '../../web.ts';

const done: Record<PlainStep, string> = {
  pause: 'Paused.',
  resume: 'It goes on.',
  cancel: 'Cancelled. Grades that had not changed stay as they are.',
  retry: 'Those that failed are taken up again.',
};

const confirmForm = z.object({ holds: z.enum(regradeHolds).default('all'), adopt: z.literal('on').optional() });
const ids = z.union([z.uuid().transform((one) => [one]), z.array(z.uuid()).max(5000)]);
const acceptForm = z
  .object({ which: z.enum(['chosen', 'all']).default('chosen'), submissions: ids.optional(), reason: reasonField })
  .refine(({ which, submissions }) => which === 'all' || submissions !== undefined, { path: ['submissions'], message: 'Choose at least one grade, or accept all.' });
const undoForm = z.object({ reason: reasonField });

/** What a form of a regrade's page does; then back to it. */
export function addRegradeSteps(web: Web, dependencies: ApiDependencies): void {
  const { db } = dependencies;

  for (const verb of Object.keys(plainSteps) as PlainStep[]) {
    web.post(`/regrades/:id/${verb}`, (context) =>
      take(context, async (id) => {
        await takePlainStep(dependencies, context.get('viewer'), id, verb);
        return done[verb];
      }),
    );
  }

  web.post('/regrades/:id/confirm', (context) =>
    take(context, async (id) => {
      const { holds, adopt } = read(await readForm(context, confirmForm));
      await confirm(dependencies, context.get('viewer'), id, { holds, adoptRubric: adopt === 'on' });
      return adopt === 'on' ? 'Begun. The assignment has this rubric from now on.' : 'Begun.';
    }),
  );

  web.post('/regrades/:id/accept', (context) =>
    take(context, async (id) => {
      const { which, submissions, reason } = read(await readForm(context, acceptForm));
      const { accepted, left } = await acceptHeld(dependencies, context.get('viewer'), id, { submissions: which === 'all' ? undefined : submissions, why: reason });
      const leftWords = left.length === 0 ? '' : ` ${counted(left.length, 'grade')} changed since and ${left.length === 1 ? 'stays' : 'stay'} held.`;
      return `${counted(accepted.length, 'grade')} accepted.${leftWords}`;
    }),
  );

  web.post('/regrades/:id/undo', (context) =>
    take(context, async (id) => {
      const { reason } = read(await readForm(context, undoForm));
      await undo(dependencies, context.get('viewer'), id, reason);
      const kept = await selectKept(db, id);
      return kept.length === 0 ? 'Undone.' : `Undone, but for ${counted(kept.length, 'grade')} that changed again since.`;
    }),
  );

  /** A step that the state no longer allows is no error of the reader's: somebody else was faster, or the page was old. */
  async function take(context: WebContext, step: (id: string) => Promise<string>): Promise<Response> {
    // Whoever may not see the regrade learns nothing of what is wrong with a form for it.
    const { id } = await requireRegrade(db, context.get('viewer'), context.req.param('id') ?? '');
    try {
      setFlash(context, 'good', await step(id));
    } catch (error) {
      if (error instanceof WrongForm) setFlash(context, 'bad', error.message);
      else if (error instanceof ApiProblem && error.code === 'regrade-state') setFlash(context, 'warn', `Nothing was done: the regrade is ${error.extra.state ?? 'in another state'} now.`);
      else throw error;
    }
    return context.redirect(`/regrades/${id}`, 303);
  }
}

class WrongForm extends Error {
  readonly code = 'wrong-form';
}

function read<T>(form: ReadForm<T>): T {
  if (form.ok) return form.values;
  throw new WrongForm(`Nothing was done. ${Object.values(form.errors).join(' ')}`);
}
