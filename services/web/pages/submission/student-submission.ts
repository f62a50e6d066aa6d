import { html } from 'hono/html';
import { selectOptionalAssignment } from '#db/queries/assignments.ts';
import { type Attempt, selectAttempts } from '#db/queries/attempts.ts';
import { selectComments } from '#db/queries/check-comments.ts';
import { selectOptionalCourse } from '#db/queries/courses.ts';
import { selectSecondLooks } from '#db/queries/second-looks.ts';
import type { Submission } from '#db/queries/submissions.ts';
import type { Grade } from '#rubric/grade.ts';
import { plainLine } from '#rubric/report/inert.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { concealment, seenBy } from '../../../results/seen-by.ts';
import type { Html, Link } from '../../layout/page.ts';
import { page } from '../../layout/page.ts';
import { assignmentPath, coursePath } from '../../layout/tabs.ts';
import { notice } from '../../parts/notice.ts';
import { timeTag, timeText } from '../../parts/time.ts';
import type { WebContext } from '../../web.ts';
import { compareForm } from './compare-form.ts';
import { phaseTitles, progressView, type Standing } from './progress-view.ts';
import { criteriaView, notGradableView, scoreView } from './result-view.ts';
import { lookAt } from './watch-submission.ts';

/** A submission as the student whose it is sees it: its progress, then its result. Checks are concealed as the assignment says. */
export async function studentSubmission(context: WebContext, dependencies: ApiDependencies, whole: Submission): Promise<Response> {
  const { db } = dependencies;
  const zone = context.get('zone');
  const { submission, visibility } = await seenBy(db, 'student', whole);
  const [heading, attempts] = await Promise.all([headingOf(dependencies, submission), selectAttempts(db, submission)]);
  const number = attempts.findIndex(({ id }) => id === submission.id) + 1;
  const frame = { title: `Submission ${number}`, crumbs: heading.crumbs };
  const intro = introduction(submission, heading.title, attempts, zone);
  if (!submission.grade) {
    // Settled between the two looks: the result is there at the next one.
    const standing = (await lookAt(dependencies, submission.id)) ?? { progress: { phase: 'scoring' as const, done: 0, total: 0 }, wait: null };
    return page(context, { ...frame, title: `Submission ${number}: being graded`, scripts: ['submission.js'], body: html`${intro}${liveView(submission.id, standing, zone)}` });
  }
    const canAsk = context.get('viewer').userId === submission.studentId;
  const grade = submission.grade.document;
  const [comments, secondLooks] = visibility.visible ? await Promise.all([selectComments(db, submission.id), selectSecondLooks(db, submission.id)]) : [[], []];
  const details = {
    submissionId: submission.id,
    zone,
    titles: titlesOf(grade),
    comments: Map.groupBy(comments, ({ checkId }) => checkId),
    secondLooks: Map.groupBy(secondLooks, ({ checkId }) => checkId),
    canAsk,
  };
  const shown = context.req.query('show') === 'mend' ? 'mend' : 'all';
  const concealed = visibility.visible ? null : concealment(visibility, (moment) => timeText(moment, zone));
  const result = (): Html => {
    if (grade.status === 'not_gradable') return notGradableView(submission, canAsk);
    // The note in the grade says the same, with the time in no zone of the reader's.
    const parts = { grade: visibility.visible ? grade : { ...grade, notes: grade.notes.slice(1) }, details, shown, concealed, late: attempts[number - 1]?.grade?.late ?? null, query: canAsk ? '' : 'as=student&' } as const;
    return html`${scoreView(parts)}${visibility.visible ? criteriaView(parts) : ''}`;
  };
  return page(context, {
    ...frame,
    body: html`${intro}
${canAsk ? '' : notice('info', html`<p>You see what the student sees. <a href="/submissions/${submission.id}">Back to your own view</a></p>`)}
<p class="cluster small report-links"><a href="/submissions/${submission.id}/report.html">Report to print or keep</a> <a href="/submissions/${submission.id}/report.md">Report as Markdown</a></p>
${result()}
${compareForm(attempts, submission.id, zone)}`,
  });
}

/** Titles of a grade's checks by id, those of the bonus too. */
export function titlesOf(grade: Grade): Map<string, string> {
  if (grade.status === 'not_gradable') return new Map();
  const checks = [...grade.criteria.flatMap((criterion) => criterion.checks), ...(grade.bonus?.checks ?? [])];
  return new Map(checks.map(({ id, title }) => [id, title]));
}

/** The assignment's title, and the way to it. */
export async function headingOf({ db }: ApiDependencies, { assignmentId, courseId }: Submission): Promise<{ title: string; crumbs: Link[] }> {
  const [assignment, course] = await Promise.all([selectOptionalAssignment(db, assignmentId), selectOptionalCourse(db, courseId)]);
  const title = plainLine(assignment?.title ?? 'Assignment');
  return { title, crumbs: [{ href: coursePath(courseId), label: plainLine(course?.name ?? 'Course') }, { href: assignmentPath(assignmentId), label: title }] };
}

function introduction(submission: Submission, title: string, attempts: readonly Attempt[], zone: string): Html {
  const number = attempts.findIndex(({ id }) => id === submission.id) + 1;
  const { grade } = submission;
  const counts = attempts[number - 1]?.counts === true && attempts.length > 1;
  return html`<h1>${title}</h1>
<p class="muted">Submission ${number} of ${attempts.length}, handed in ${timeTag(submission.createdAt, zone)}${counts ? html` <span class="badge plain">This one counts</span>` : ''}</p>
<p class="muted small">${plainLine(submission.login)} on ${submission.address} port ${submission.port}${grade ? html` · graded ${timeTag(grade.createdAt, zone)} · rubric ${grade.document.rubric.id} ${grade.document.rubric.version}` : ''}</p>`;
}

function liveView(id: string, standing: Standing, zone: string): Html {
  return html`<h2>Being graded</h2>
<p id="phase-said" class="visually-hidden" role="status">${phaseTitles[standing.progress.phase]}</p>
<div class="card live" hx-sse:connect="/submissions/${id}/events" hx-sse:close="settled" hx-swap="innerHTML">${progressView(standing, zone)}</div>
<noscript><meta http-equiv="refresh" content="5"><p>This page reloads by itself. <a href="/submissions/${id}">Reload now</a></p></noscript>`;
}
