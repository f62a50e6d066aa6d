import { html } from 'hono/html';
import { type Assignment, selectAssignments } from '#db/queries/assignments.ts';
import { type Course, selectCourse } from '#db/queries/courses.ts';
import { selectStandingsOfStudent, type StudentStanding } from '#db/queries/student-standings.ts';
import { requireMember } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { page } from '../../layout/page.ts';
import type { Html } from '../../layout/page.ts';
import { pointsOfText } from '../../parts/points.ts';
import { relativeText, timeTag } from '../../parts/time.ts';
import type { Web, WebContext } from '../../web.ts';

/** A course at its own address: students are answered here, and instructors by the route that follows. */
export function addStudentCourse(web: Web, dependencies: ApiDependencies): void {
  web.get('/courses/:id', async (context, next) => {
    const { db } = dependencies;
    const role = await requireMember(db, context.get('viewer'), context.req.param('id'));
    if (role !== 'student') return next();
    return studentCourse(context, dependencies, await selectCourse(db, context.req.param('id')));
  });
}

/** The assignments of a course with the reader's own standing in each. */
export async function studentCourse(context: WebContext, { db }: ApiDependencies, course: Course): Promise<Response> {
  const owner = { courseId: course.id, studentId: context.get('viewer').userId };
  const [assignments, standings] = await Promise.all([selectAssignments(db, course.id), selectStandingsOfStudent(db, owner)]);
  const byAssignment = new Map(standings.map((standing) => [standing.assignmentId, standing]));
  return page(context, {
    title: course.name,
    body: html`<h1>${course.name}</h1>
${assignments.length === 0
  ? html`<p class="empty">There is no assignment in this course yet.</p>`
  : html`<h2>Assignments</h2><ul class="plain-list assignments">${assignments.map((assignment) => card(assignment, byAssignment.get(assignment.id), context.get('zone')))}</ul>`}`,
  });
}

function card({ id, title, dueAt }: Assignment, standing: StudentStanding | undefined, zone: string): Html {
  const now = new Date();
  return html`<li class="card assignment"><div><h3><a href="/assignments/${id}">${title}</a></h3>
<p class="small muted">${dueAt === null ? 'No deadline' : html`Due ${timeTag(dueAt, zone)} (${relativeText(dueAt, now)})`}</p></div>
<p class="score">${standing ? score(standing) : html`<span class="muted">Nothing graded yet</span>`}</p></li>`;
}

function score({ status, earned, possible, submissionId }: StudentStanding): Html {
  const text = status === 'not_gradable' ? 'Not gradable' : pointsOfText(earned, possible);
  return html`<a href="/submissions/${submissionId}"><span class="visually-hidden">Your score: </span>${text}</a>${status === 'provisional' ? html`<br><span class="badge open"><span aria-hidden="true">○</span>Provisional</span>` : ''}`;
}
