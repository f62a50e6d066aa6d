import { html } from 'hono/html';
import { type Assignment, insertAssignment, selectAssignments } from '#db/queries/assignments.ts';
import { type Course, selectCourse } from '#db/queries/courses.ts';
import { type AttentionCounts, countAttentionOfCourse } from '#db/queries/attention-count.ts';
import { type CourseOverview, selectCourseOverview } from '#db/queries/course-overview.ts';
import { requireMember } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { oneLine } from '../../../api/schemas/common.ts';
import { rubricAsked } from '../../../api/rubric-asked.ts';
import { setFlash } from '../../layout/flash.ts';
import type { Html } from '../../layout/page.ts';
import { assignmentPath, coursePath } from '../../layout/tabs.ts';
import { inputField } from '../../parts/fields.ts';
import { momentField, momentShape, readMoment } from '../../parts/moment-field.ts';
import { readForm } from '../../parts/read-form.ts';
import { relativeText, timeTag } from '../../parts/time.ts';
import type { Web, WebContext } from '../../web.ts';
import { coursePage, taughtCourse } from './course-context.ts';
import { z } from 'zod';

const newAssignment = z.object({ title: oneLine(200), ...momentShape('dueAt') });

/** A course for its instructors: how its assignments stand, what is left to set up, a form for the next assignment. */
export function addCourse(web: Web, dependencies: ApiDependencies): void {
  const { db } = dependencies;
  web.get('/courses/:id', async (context, next) => {
    const id = context.req.param('id');
    const role = await requireMember(db, context.get('viewer'), id);
    return role === 'instructor' ? instructorCourse(context, dependencies, await selectCourse(db, id)) : next();
  });

  web.post('/courses/:id/assignments', async (context) => {
    const course = await taughtCourse(context, db);
    const form = await readForm(context, newAssignment);
    const dueAt = form.ok ? readMoment(form.values, 'dueAt') : null;
    if (!form.ok) return instructorCourse(context, dependencies, course, { given: form.given, errors: form.errors });
    if (typeof dueAt === 'string') return instructorCourse(context, dependencies, course, { given: form.values, errors: { dueAt } });
    const viewer = context.get('viewer');
    const rubricId = await rubricAsked(dependencies, undefined, viewer);
    const { id } = await insertAssignment(db, { courseId: course.id, title: form.values.title, dueAt, rubricId }, viewer);
    setFlash(context, 'good', 'The assignment is set, with the built-in rubric. These are its rules; change what you need.');
    return context.redirect(assignmentPath(id, 'settings'), 303);
  });
}

interface Again {
  given: Record<string, string>;
  errors: Record<string, string>;
}

async function instructorCourse(context: WebContext, { db }: ApiDependencies, course: Course, again?: Again): Promise<Response> {
  const [assignments, overview, waiting] = await Promise.all([selectAssignments(db, course.id), selectCourseOverview(db, course.id), countAttentionOfCourse(db, course.id)]);
  const isNew = overview.students === 0 || assignments.length === 0 || overview.invited === 0;
  const body = html`<p class="muted">Ends ${timeTag(course.endsAt, context.get('zone'))} · ${count(overview.students, 'student')}, ${count(overview.instructors, 'instructor')}</p>
${overview.waitingKeys > 0 ? html`<div class="notice warn"><p>${overview.waitingKeys === 1 ? 'One machine shows' : `${overview.waitingKeys} machines show`} other host keys than before, and cannot be graded until you accept them.
<a href="${coursePath(course.id, 'host-keys')}">Look at the keys</a></p></div>` : ''}
${isNew ? checklist(course, overview, assignments) : ''}
${assignments.length === 0 ? '' : html`<h2>Assignments</h2>${table(assignments, overview, waiting, context.get('zone'))}`}
${newAssignmentForm(course, context.get('zone'), again)}`;
  return coursePage(context, course, 'assignments', body, again ? { status: 422 } : {});
}

function checklist(course: Course, { students, invited }: CourseOverview, assignments: readonly Assignment[]): Html {
  const people = coursePath(course.id, 'people');
  const steps = [
    { done: students > 0, label: html`<a href="${people}#roster">Add the people</a>`, how: students > 0 ? `${count(students, 'student')} in the course.` : 'A CSV file from your LMS, or one by one.' },
    { done: assignments.length > 0, label: html`<a href="#new-assignment">Set an assignment</a>`, how: assignments.length > 0 ? `${count(assignments.length, 'assignment')}.` : 'A title is enough: it begins with the built-in rubric.' },
    { done: invited > 0, label: html`<a href="${people}#links">Hand out sign-in links</a>`, how: invited > 0 ? `${invited} of ${count(students, 'student')} have one or have signed in.` : 'One click makes a link for everybody.' },
  ];
  return html`<section class="card setup" aria-labelledby="setup"><h2 id="setup">Setting up, ${steps.filter(({ done }) => done).length} of ${steps.length} done</h2>
<ol class="steps">${steps.map(({ done, label, how }) => html`<li class="${done ? 'done' : 'open'}"><span class="badge ${done ? 'good' : 'plain'}">${done ? '✓ Done' : 'To do'}</span> <span><strong>${label}</strong><br><span class="muted small">${how}</span></span></li>`)}</ol></section>`;
}

function table(assignments: readonly Assignment[], overview: CourseOverview, waiting: ReadonlyMap<string, AttentionCounts>, zone: string): Html {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Assignments"><table class="assignments">
<caption class="visually-hidden">Assignments, the newest first</caption>
<thead><tr><th scope="col">Assignment</th><th scope="col">Deadline</th><th scope="col" class="number">Handed in</th><th scope="col">Look at</th></tr></thead>
<tbody>${assignments.map(({ id, title, dueAt }) => {
    const total = waiting.get(id)?.total ?? 0;
    const { handedIn = 0, running = 0 } = overview.assignments.get(id) ?? {};
    return html`<tr><th scope="row"><a href="${assignmentPath(id, 'gradebook')}">${title}</a></th>
<td>${dueAt ? html`${timeTag(dueAt, zone)}<br><span class="muted small">${relativeText(dueAt, new Date())}</span>` : html`<span class="muted">None</span>`}</td>
<td class="number">${handedIn} of ${overview.students}${running > 0 ? html`<br><span class="muted small">${running} being graded</span>` : ''}</td>
<td><a href="${assignmentPath(id, 'attention')}">Needs eyes${total === 0 ? '' : html` (${total})`}</a> · <a href="${assignmentPath(id, 'settings')}">Settings</a></td></tr>`;
  })}</tbody></table></div>`;
}

function newAssignmentForm(course: Course, zone: string, again: Again = { given: {}, errors: {} }): Html {
  return html`<section id="new-assignment"><h2>New assignment</h2>
<form method="post" action="/courses/${course.id}/assignments">
${inputField({ label: 'Title', name: 'title', required: true, maxLength: 200, value: again.given['title'], error: again.errors['title'] })}
${momentField({ label: 'Deadline', name: 'dueAt', value: again.given['dueAt'] ?? null, zone: again.given['dueAt-zone'] ?? zone, error: again.errors['dueAt'] })}
<button class="primary">Set the assignment</button></form></section>`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
