import { z } from 'zod';
import { attentionKinds } from '#db/queries/attention-count.ts';
import { addComment, removeComment } from '#db/queries/check-comments.ts';
import { confirmOverride, liftOverride, type OverrideOutcome, setOverride } from '#db/queries/overrides.ts';
import { markSeen, openHash, reviewHash } from '#db/queries/reviews-seen.ts';
import { answerWithPoints } from '#db/queries/second-look-answers.ts';
import type { Submission } from '#db/queries/submissions.ts';
import { isId } from '#db/id.ts';
import { toHundredths, toPoints } from '#rubric/points.ts';
import { plainText } from '#rubric/report/inert.ts';
import { requireTaughtSubmission } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { notFound } from '../../../api/problem.ts';
import { checkId } from '../../../api/schemas/common.ts';
import { setFlash } from '../../layout/flash.ts';
import { assignmentPath } from '../../layout/tabs.ts';
import { readForm } from '../../parts/read-form.ts';
import type { Web, WebContext } from '../../web.ts';
import { instructorSubmission } from './instructor-submission.ts';
import { groupsOf } from './review.ts';
import type { FormState } from './review-forms.ts';
import { checkPath } from './review-paths.ts';

const reason = z
  .string({ error: 'Give a reason.' })
  .trim()
  .min(1, 'Give a reason.')
  .max(500, 'Use at most 500 characters.')
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'Use one line.');
const points = z
  .string({ error: 'Say how many points.' })
  .regex(/^\d{1,5}(\.\d{1,2})?$/, 'Give a number with at most two decimals, such as 1.5.')
  .transform((text) => toHundredths(Number(text)));
const words = (max: number, missing: string) => z.string({ error: missing }).max(max, `Use at most ${max} characters.`).transform((text) => plainText(text).trim()).pipe(z.string().min(1, missing));

const overrideForm = z.object({ check: checkId, points, reason });
const liftForm = z.object({ check: checkId, 'lift-reason': reason });
const confirmForm = z.object({ check: checkId, 'confirm-reason': reason });
const commentForm = z.object({ check: checkId, comment: words(4000, 'Write what you want to say.') });
const answerForm = z
  .object({ check: checkId, answer: words(2000, 'Write an answer.'), 'answer-points': points.optional(), 'answer-reason': reason.optional() })
  .refine((form) => form['answer-points'] === undefined || form['answer-reason'] !== undefined, { path: ['answer-reason'], message: 'Say why the points change.' });
// An empty check is sent as it is: it stands for the whole submission.
const seenForm = z.object({ check: z.union([checkId, z.array(checkId).max(500)]).optional(), words: z.string().regex(/^[0-9a-f]{64}$/), note: reason.optional(), back: z.enum(['queue', ...attentionKinds]).optional() });

/** What instructors do on a submission's page. A form that is wrong is shown again on it. */
export function addReviewActions(web: Web, dependencies: ApiDependencies): void {
  const { db } = dependencies;
  const taught = (context: WebContext) => requireTaughtSubmission(db, context.get('viewer'), context.req.param('id') ?? '');
  const again = async (context: WebContext, submission: Submission, state: FormState) =>
    instructorSubmission(context, dependencies, submission, { check: state.given['check'], form: state });

  web.post('/submissions/:id/overrides', async (context) => {
    const submission = await taught(context);
    const form = await readForm(context, overrideForm);
    if (!form.ok) return again(context, submission, { form: 'override', ...form });
    const { check, points: earned, reason: why } = form.values;
    const outcome = await setOverride(db, { submissionId: submission.id, checkId: check, earned, reason: why, userId: context.get('viewer').userId });
    if (outcome.kind === 'set') return done(context, submission, check, `The check now earns ${toPoints(earned)} points.`);
    const given = { check, points: String(toPoints(earned)), reason: why };
    return again(context, submission, { form: 'override', given, errors: { points: refusal(outcome) } });
  });

  web.post('/submissions/:id/overrides/lift', async (context) => {
    const submission = await taught(context);
    const form = await readForm(context, liftForm);
    if (!form.ok) return again(context, submission, { form: 'lift', ...form });
    const { check, 'lift-reason': why } = form.values;
    const lifted = await liftOverride(db, { submissionId: submission.id, checkId: check, reason: why, userId: context.get('viewer').userId });
    if (!lifted) return stale(context, submission, check, 'There was no override to lift any more.');
    return done(context, submission, check, 'The override is lifted: the rubric’s points count again.');
  });

  web.post('/submissions/:id/overrides/confirm', async (context) => {
    const submission = await taught(context);
    const form = await readForm(context, confirmForm);
    if (!form.ok) return again(context, submission, { form: 'confirm', ...form });
    const { check, 'confirm-reason': why } = form.values;
    const kept = await confirmOverride(db, { submissionId: submission.id, checkId: check, reason: why, userId: context.get('viewer').userId });
    if (!kept) return stale(context, submission, check, 'There was no override to keep any more.');
    return done(context, submission, check, 'The points stay as you gave them.');
  });

  web.post('/submissions/:id/comments', async (context) => {
    const submission = await taught(context);
    const form = await readForm(context, commentForm);
    if (!form.ok) return again(context, submission, { form: 'comment', ...form });
    const { check, comment } = form.values;
    if (!hasCheck(submission, check)) throw notFound('check', check);
    await addComment(db, { submissionId: submission.id, checkId: check, text: comment, userId: context.get('viewer').userId });
    return done(context, submission, check, 'The student now reads your comment beside the check.');
  });

  web.post('/submissions/:id/comments/:comment/remove', async (context) => {
    const submission = await taught(context);
    const id = context.req.param('comment');
    const form = await readForm(context, z.object({ check: checkId }));
    const check = form.ok ? form.values.check : '';
    const removed = isId(id) && (await removeComment(db, { submissionId: submission.id, id, userId: context.get('viewer').userId }));
    return removed ? done(context, submission, check, 'The comment is removed.') : stale(context, submission, check, 'The comment was removed already.');
  });

  web.post('/submissions/:id/second-looks/:look/answer', async (context) => {
    const submission = await taught(context);
    const id = context.req.param('look');
    const form = await readForm(context, answerForm);
    if (!form.ok) return again(context, submission, { form: 'answer', ...form });
    const { check, answer, 'answer-points': earned, 'answer-reason': why = '' } = form.values;
    if (!isId(id)) throw notFound('second look', id);
    const outcome = await answerWithPoints(db, { id, submissionId: submission.id, answer, userId: context.get('viewer').userId, points: earned === undefined ? null : { earned, reason: why } });
    if (outcome.kind === 'answered') return done(context, submission, outcome.look.checkId, earned === undefined ? 'The student now reads your answer.' : 'The student now reads your answer and has the new points.');
    if (outcome.kind === 'not-open') return stale(context, submission, check, 'The request had been answered or withdrawn meanwhile, so nothing was changed.');
    const given = { check, answer, 'answer-points': String(toPoints(earned ?? 0)), 'answer-reason': why };
    return again(context, submission, { form: 'answer', given, errors: { 'answer-points': refusal(outcome.override) } });
  });

  web.post('/submissions/:id/seen', async (context) => {
    const submission = await taught(context);
    const form = await readForm(context, seenForm);
    const first = form.ok ? ([form.values.check ?? ''].flat()[0] ?? '') : '';
    const back = (kind: 'good' | 'warn', text: string) => {
      setFlash(context, kind, text);
      const to = form.ok ? form.values.back : undefined;
      const queue = assignmentPath(submission.assignmentId, 'attention');
      return context.redirect(to === undefined ? `/submissions/${submission.id}` : to === 'queue' ? queue : `${queue}?kind=${to}`, 303);
    };
    if (!form.ok) return back('warn', Object.values(form.errors).join(' '));
    const { words: hash, note = null } = form.values;
    const checkIds = [form.values.check ?? ''].flat();
    if (!saysStill(submission, checkIds, hash)) return back('warn', 'What was to be seen has changed meanwhile: look at it again.');
    await markSeen(db, { submissionId: submission.id, checkIds, reviewHash: hash, note, userId: context.get('viewer').userId });
    return back('good', first === '' ? 'Marked as seen.' : 'Marked as seen. Other words come before you again.');
  });
}

function done(context: WebContext, submission: Submission, check: string, text: string): Response {
  setFlash(context, 'good', text);
  return context.redirect(checkPath(submission.id, check), 303);
}

/** Somebody else was quicker. */
function stale(context: WebContext, submission: Submission, check: string, text: string): Response {
  setFlash(context, 'warn', text);
  return context.redirect(checkPath(submission.id, check), 303);
}

function refusal(outcome: Exclude<OverrideOutcome, { kind: 'set' }>): string {
  if (outcome.kind === 'too-many') return `The check is worth ${toPoints(outcome.possible)} points at most.`;
  return outcome.kind === 'no-check' ? 'The rubric of this grade has no such check.' : 'There is no grade with checks whose points could be changed.';
}

function hasCheck({ grade }: Submission, check: string): boolean {
  return groupsOf(grade?.document ?? null).some(({ checks }) => checks.some(({ id }) => id === check));
}

/** Whether the current grade has the words that were looked at, at all of these checks. */
function saysStill({ grade }: Submission, checkIds: readonly string[], hash: string): boolean {
  if (!grade) return false;
  if (checkIds.length === 1 && checkIds[0] === '') return openHash(grade.document) === hash;
  const reviews = new Map(groupsOf(grade.document).flatMap(({ checks }) => checks.map(({ id, review }) => [id, review])));
  return checkIds.every((id) => reviewHash(reviews.get(id) ?? '') === hash);
}
