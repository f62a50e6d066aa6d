import { html } from 'hono/html';
import { type CountedSubmission, selectAssignmentsOfStudent, selectCountedSubmissions } from '#db/queries/counted-submissions.ts';
import { type Course, selectCourse } from '#db/queries/courses.ts';
import { requireMember } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { type Html, page } from '../../layout/page.ts';
import { relativeText, timeTag } from '../../parts/time.ts';
import type { Web, WebContext } from '../../web.ts';
import { countedText, lateText } from './counted-text.ts';

/** A course at its own address: students are answered here, and instructors by the route that follows. */
export function addStudentCourse(web: Web, dependencies: ApiDependencies): void {
  web.get('/courses/:id', async (context, next) => {
    const { db } = dependencies;
    const role = await requireMember(db, context.get('viewer'), context.req.param('id'));
    if (role !== 'student') return next();
    return studentCourse(context, dependencies, await selectCourse(db, context.req.param('id')));
  });
}

/** The assignments of a course with the reader's own deadline and standing in each. */
export async function studentCourse(context: WebContext, { db }: ApiDependencies, course: Course): Promise<Response> {
  const owner = { courseId: course.id, studentId: context.get('viewer').userId };
  const [assignments, counted] = await Promise.all([selectAssignmentsOfStudent(db, owner), selectCountedSubmissions(db, owner)]);
  const cards = assignments.map((assignment) => card(assignment, counted.find(({ assignmentId }) => assignmentId === assignment.id), context.get('zone')));
  return page(context, {
    title: course.name,
    body: html`<h1>${course.name}</h1>
${cards.length === 0 ? html`<p class="empty">There is no assignment in this course yet.</p>` : html`<h2>Assignments</h2><ul class="plain-list">${cards}</ul>`}`,
  });
}

type OwnAssignment = Awaited<ReturnType<typeof selectAssignmentsOfStudent>>[number];

function card({ id, title, dueAt, isExtended }: OwnAssignment, counts: CountedSubmission | undefined, zone: string): Html {
  return html`<li class="card assignment"><div><h3><a href="/assignments/${id}">${title}</a></h3>
<p class="small muted">${dueAt === null ? 'No deadline' : html`Due ${timeTag(dueAt, zone)} (${relativeText(dueAt, new Date())})`}${isExtended ? ', extended for you' : ''}</p></div>
<p class="score">${counts ? score(counts) : html`<span class="muted small">Nothing graded yet</span>`}</p></li>`;
}

function score(counts: CountedSubmission): Html {
  return html`<a href="/submissions/${counts.submissionId}"><span class="visually-hidden">Your score: </span>${countedText(counts)}</a>
${counts.status === 'provisional' ? html`<span class="badge open"><span aria-hidden="true">○</span>Provisional</span>` : ''}
<span class="muted small">${lateText(counts)}</span>`;
}
