import { html } from 'hono/html';
import { z } from 'zod';
import { type Course, updateCourse } from '#db/queries/courses.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { oneLine } from '../../../api/schemas/common.ts';
import { setFlash } from '../../layout/flash.ts';
import { localText } from '../../parts/local-time.ts';
import { readForm } from '../../parts/read-form.ts';
import type { Web, WebContext } from '../../web.ts';
import { coursePage, taughtCourse } from './course-context.ts';
import { courseFields, courseShape, readCourse } from './course-fields.ts';

/** Name and end of a course. */
export function addCourseSettings(web: Web, { db }: ApiDependencies): void {
  web.get('/courses/:id/settings', async (context) => {
    const course = await taughtCourse(context, db);
    return settings(context, course, { name: course.name, endsOn: localText(course.endsAt, context.get('zone')).slice(0, 10) }, {});
  });

  web.post('/courses/:id/settings', async (context) => {
    const course = await taughtCourse(context, db);
    const sent = await readForm(context, z.object({ name: oneLine(200), ...courseShape }));
    if (!sent.ok) return settings(context, course, sent.given, sent.errors);
    const changes = readCourse(sent.values);
    if ('errors' in changes) return settings(context, course, sent.values, changes.errors);
    // The day as it was: the end stays to the second.
    const isSameDay = localText(course.endsAt, sent.values.zone).startsWith(sent.values.endsOn);
    await updateCourse(db, course.id, isSameDay ? { name: changes.name, endsAt: course.endsAt } : changes, context.get('viewer'));
    setFlash(context, 'good', 'Saved.');
    return context.redirect(`/courses/${course.id}/settings`, 303);
  });
}

function settings(context: WebContext, course: Course, given: Record<string, string>, errors: Record<string, string>) {
  const values = { name: given['name'] ?? '', endsOn: given['endsOn'] ?? '' };
  const body = html`<form method="post">${courseFields(values, given['zone'] ?? context.get('zone'), errors)}<button class="primary">Save</button></form>`;
  return coursePage(context, course, 'settings', body, Object.keys(errors).length > 0 ? { status: 422 } : {});
}
