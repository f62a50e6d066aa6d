import { html } from 'hono/html';
import { z } from 'zod';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { oneLine } from '../../../api/schemas/common.ts';
import { makeCourse } from '../../../people/make-course.ts';
import { setFlash } from '../../layout/flash.ts';
import { page } from '../../layout/page.ts';
import { readForm } from '../../parts/read-form.ts';
import type { Web, WebContext } from '../../web.ts';
import { courseFields, courseShape, readCourse } from './course-fields.ts';

/** Staff make a course. */
export function addNewCourse(web: Web, { db }: ApiDependencies): void {
  web.get('/courses/new', (context) => {
    refuseOthers(context);
    return form(context, {}, {});
  });

  web.post('/courses/new', async (context) => {
    refuseOthers(context);
    const sent = await readForm(context, z.object({ name: oneLine(200), ...courseShape }));
    if (!sent.ok) return form(context, sent.given, sent.errors);
    const course = readCourse(sent.values);
    if ('errors' in course) return form(context, sent.values, course.errors);
    const { id } = await makeCourse(db, context.get('viewer'), course);
    setFlash(context, 'good', 'The course is there, and you are its instructor.');
    return context.redirect(`/courses/${id}`, 303);
  });
}

function refuseOthers(context: WebContext): void {
  if (!context.get('viewer').isStaff) throw new ApiProblem('forbidden', 'Only staff make courses.');
}

function form(context: WebContext, given: Record<string, string>, errors: Record<string, string>) {
  return page(context, {
    title: 'New course',
    crumbs: [],
    status: Object.keys(errors).length > 0 ? 422 : 200,
    body: html`<h1>New course</h1><form method="post">${courseFields({ name: given['name'] ?? '', endsOn: given['endsOn'] ?? '' }, given['zone'] ?? context.get('zone'), errors)}
<button class="primary">Make the course</button></form>`,
  });
}
