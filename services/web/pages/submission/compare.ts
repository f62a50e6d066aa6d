import { html } from 'hono/html';
import { selectAttempts } from '#db/queries/attempts.ts';
import type { Submission } from '#db/queries/submissions.ts';
import { compareGrades } from '#rubric/compare-grades.ts';
import { requireSubmission } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { requireGrade } from '../../../results/report-of.ts';
import { concealment, seenBy } from '../../../results/seen-by.ts';
import { page } from '../../layout/page.ts';
import { notice } from '../../parts/notice.ts';
import { timeText } from '../../parts/time.ts';
import type { Web, WebContext } from '../../web.ts';
import { compareForm } from './compare-form.ts';
import { changesView, criteriaTable, totalsView } from './compare-view.ts';
import { headingOf } from './student-submission.ts';

/** Two submissions of one student for one assignment, side by side, for the student and the instructors. */
export function addCompare(web: Web, dependencies: ApiDependencies): void {
  const { db } = dependencies;

  // The form names both; the page has one address for a pair.
  web.get('/submissions/:id/compare', async (context) => {
    const { submission } = await requireSubmission(db, context.get('viewer'), context.req.param('id'));
    const first = context.req.query('first') ?? submission.id;
    const second = context.req.query('second');
    if (second === undefined) return context.redirect(`/submissions/${submission.id}`, 303);
    return context.redirect(`/submissions/${encodeURIComponent(first)}/compare/${encodeURIComponent(second)}`, 303);
  });

  web.get('/submissions/:id/compare/:other', async (context) => {
    const [one, other] = [await read(dependencies, context, context.req.param('id')), await read(dependencies, context, context.req.param('other'))];
    if (one.submission.studentId !== other.submission.studentId || one.submission.assignmentId !== other.submission.assignmentId) {
      throw new ApiProblem('not-found', 'Only submissions of one student for one assignment can be compared.');
    }
    // The older one is what was before, however the address names them.
    const isSwapped = one.submission.createdAt > other.submission.createdAt;
    const [before, after] = isSwapped ? [other.submission, one.submission] : [one.submission, other.submission];
    const zone = context.get('zone');
    const [heading, attempts] = await Promise.all([headingOf(dependencies, after), selectAttempts(db, after)]);
    const numberOf = ({ id }: Submission) => attempts.findIndex((attempt) => attempt.id === id) + 1;
    const changes = compareGrades(requireGrade(before).document, requireGrade(after).document);
    const showsAll = context.req.query('show') === 'all';
    const sides = { before: { submission: before, number: numberOf(before) }, after: { submission: after, number: numberOf(after) }, zone };
    return page(context, {
      title: `Submissions ${numberOf(before)} and ${numberOf(after)}`,
      crumbs: [...heading.crumbs, { href: `/submissions/${after.id}`, label: `Submission ${numberOf(after)}` }],
      body: html`<h1>Submissions ${numberOf(before)} and ${numberOf(after)} side by side</h1>
${before.id === after.id ? notice('warn', 'Both are the same submission: choose another one below.') : ''}
${totalsView(sides)}
${criteriaTable(changes, sides)}
${one.visibility.visible ? changesView(changes, sides, showsAll) : notice('info', concealment(one.visibility, (moment) => timeText(moment, zone)))}
${compareForm(attempts, after.id, zone, before.id)}`,
    });
  });
}

async function read({ db }: ApiDependencies, context: WebContext, id: string) {
  const { submission, role } = await requireSubmission(db, context.get('viewer'), id);
  return seenBy(db, role, submission);
}
