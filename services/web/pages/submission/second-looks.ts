import { html } from 'hono/html';
import { z } from 'zod';
import { isId } from '#db/id.ts';
import { askSecondLook, withdrawSecondLook } from '#db/queries/second-looks.ts';
import type { Submission } from '#db/queries/submissions.ts';
import type { CheckResult } from '#rubric/grade.ts';
import { plainLine, plainText } from '#rubric/report/inert.ts';
import { pointsOf } from '#rubric/report/words.ts';
import { requireSubmission } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { ApiProblem, notFound } from '../../../api/problem.ts';
import { requireGrade } from '../../../results/report-of.ts';
import { seenBy } from '../../../results/seen-by.ts';
import { setFlash } from '../../layout/flash.ts';
import { page } from '../../layout/page.ts';
import { textareaField } from '../../parts/fields.ts';
import { outcomeBadge } from '../../parts/outcome.ts';
import { type ReadForm, readForm } from '../../parts/read-form.ts';
import type { Web, WebContext } from '../../web.ts';
import { checkAnchor, findings } from './check-section.ts';
import { headingOf, titlesOf } from './student-submission.ts';

const longest = 2000;

const form = z.object({
  check: z.string(),
  reason: z
    .string('Say why: what did you do, and where can it be seen?')
    // NUL and other controls are of no use to anybody, and Postgres takes no NUL.
    .transform((text) => plainText(text).trim())
    .pipe(z.string().min(1, 'Say why: what did you do, and where can it be seen?').max(longest, `Say it in ${longest} characters at most.`)),
});

/** The student asks an instructor to look at one check again, and takes that back. */
export function addSecondLooks(web: Web, dependencies: ApiDependencies): void {
  const { db } = dependencies;

  web.get('/submissions/:id/second-looks/new', async (context) => {
    const submission = await requireOwn(dependencies, context);
    return askPage(dependencies, context, submission, requireCheck(submission, context.req.query('check')));
  });

  web.post('/submissions/:id/second-looks', async (context) => {
    const submission = await requireOwn(dependencies, context);
    const sent = await readForm(context, form);
    const check = requireCheck(submission, sent.ok ? sent.values.check : sent.given['check']);
    if (!sent.ok) return askPage(dependencies, context, submission, check, sent);
    const asked = await askSecondLook(db, { submissionId: submission.id, checkId: check.id, reason: sent.values.reason, userId: context.get('viewer').userId });
    if (asked) setFlash(context, 'good', `Your instructor is asked to look at “${plainLine(check.title)}” again. The answer will stand beside the check.`);
    else setFlash(context, 'warn', `You have asked for a second look at “${plainLine(check.title)}” already. It waits for an answer.`);
    return context.redirect(`/submissions/${submission.id}#${checkAnchor(check.id)}`, 303);
  });

  web.post('/submissions/:id/second-looks/:look/withdraw', async (context) => {
    const submission = await requireOwn(dependencies, context);
    const look = context.req.param('look');
    const withdrawn = isId(look) ? await withdrawSecondLook(db, { id: look, submissionId: submission.id, userId: context.get('viewer').userId }) : null;
    if (withdrawn) setFlash(context, 'good', 'The question is withdrawn.');
    else setFlash(context, 'warn', 'That question is not open any more: it was answered or withdrawn before.');
    return context.redirect(`/submissions/${submission.id}${withdrawn ? `#${checkAnchor(withdrawn.checkId)}` : ''}`, 303);
  });
}

/** The submission as the student may see it; only the one whose it is may ask. */
async function requireOwn({ db }: ApiDependencies, context: WebContext): Promise<Submission> {
  const viewer = context.get('viewer');
  const { submission } = await requireSubmission(db, viewer, context.req.param('id') ?? '');
  if (submission.studentId !== viewer.userId) throw new ApiProblem('forbidden', 'Only the student whose submission it is may ask for a second look.');
  return (await seenBy(db, 'student', submission)).submission;
}

/** A check of the grade that the student sees: what is concealed cannot be asked about. The bonus costs nothing. */
function requireCheck(submission: Submission, id: string | undefined): CheckResult {
  const grade = requireGrade(submission).document;
  const checks = grade.status === 'not_gradable' ? [] : grade.criteria.flatMap((criterion) => criterion.checks);
  const check = checks.find((each) => each.id === id);
  if (!check) throw notFound('check', plainLine(id ?? '').slice(0, 100));
  return check;
}

async function askPage(dependencies: ApiDependencies, context: WebContext, submission: Submission, check: CheckResult, sent?: Extract<ReadForm<unknown>, { ok: false }>) {
  const { crumbs } = await headingOf(dependencies, submission);
  const back = `/submissions/${submission.id}`;
  return page(context, {
    title: 'Ask for a second look',
    crumbs: [...crumbs, { href: back, label: 'Submission' }],
    status: sent ? 422 : 200,
    body: html`<h1>Ask for a second look</h1>
<div class="card"><p class="cluster">${outcomeBadge(check.outcome)} <strong>${plainLine(check.title)}</strong> <span class="number">${pointsOf(check)}</span></p>
${findings({ ...check, blockedBy: null }, { titles: titlesOf(requireGrade(submission).document) })}</div>
<form method="post" action="${back}/second-looks"><input type="hidden" name="check" value="${check.id}">
${textareaField({
  label: 'Why should an instructor look again?',
  name: 'reason',
  required: true,
  rows: 6,
  maxLength: longest,
  value: sent?.given['reason'],
  error: sent?.errors['reason'],
  hint: 'Say what you did on the machine, and where it can be seen. The evidence is kept, so nothing needs to be run again. You can withdraw the question until it is answered.',
})}
<p class="cluster"><button class="primary">Ask</button> <a href="${back}#${checkAnchor(check.id)}">Back without asking</a></p></form>`,
  });
}
