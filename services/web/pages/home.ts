import { html } from 'hono/html';
import { selectCoursesOf } from '#db/queries/courses.ts';
import type { ApiDependencies } from '../../api/dependencies.ts';
import { page } from '../layout/page.ts';
import type { Web } from '../web.ts';

/** The courses of whoever is signed in; who has one only goes there at once. */
export function addHome(web: Web, { db }: ApiDependencies): void {
  web.get('/', async (context) => {
    const viewer = context.get('viewer');
    const courses = await selectCoursesOf(db, viewer);
    const [only] = courses;
    if (only && courses.length === 1 && !viewer.isStaff) return context.redirect(`/courses/${only.id}`, 303);
    const teaches = viewer.isStaff || courses.some(({ role }) => role === 'instructor');
    return page(context, {
      title: 'Courses',
      body: html`<div class="cluster apart"><h1>Courses</h1><div class="cluster">${teaches ? html`<a class="button" href="/rubrics">Rubrics</a>` : ''}${viewer.isStaff ? html`<a class="button primary" href="/courses/new">New course</a>` : ''}</div></div>
${courses.length === 0
  ? html`<p class="empty">${viewer.isStaff ? 'There is no course yet. Make the first one.' : 'You are in no course yet. Your instructor adds you.'}</p>`
  : html`<ul class="grid plain-list">${courses.map(
      ({ id, name, role }) => html`<li class="card"><a href="/courses/${id}">${name}</a><br><span class="muted small">${role ?? 'staff'}</span></li>`,
    )}</ul>`}`,
    });
  });
}
