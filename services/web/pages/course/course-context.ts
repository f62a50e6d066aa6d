import type { Database } from '#db/database.ts';
import { type Course, selectCourse } from '#db/queries/courses.ts';
import { requireInstructor } from '../../../api/access.ts';
import type { Html, PageParts } from '../../layout/page.ts';
import { page } from '../../layout/page.ts';
import { type CourseView, courseTabs } from '../../layout/tabs.ts';
import type { WebContext } from '../../web.ts';
import { html } from 'hono/html';

/** The course of the address, for its instructors: 404 for strangers, 403 for students. */
export async function taughtCourse(context: WebContext, db: Database): Promise<Course> {
  const id = context.req.param('id') ?? '';
  await requireInstructor(db, context.get('viewer'), id);
  return selectCourse(db, id);
}

const titles: Record<CourseView, string> = { assignments: 'Assignments', people: 'People', 'host-keys': 'Host keys', audit: 'Audit log', settings: 'Settings' };

/** A view of a course in the frame that all of them have. `heading`: of a page below the view. */
export function coursePage(
  context: WebContext,
  course: Course,
  view: CourseView,
  body: Html,
  { heading, ...more }: Partial<Pick<PageParts, 'status' | 'wide' | 'scripts'>> & { heading?: string } = {},
): Response | Promise<Response> {
  const isFirst = view === 'assignments' && heading === undefined;
  const crumbs = isFirst ? [] : [{ href: `/courses/${course.id}`, label: course.name }, ...(heading === undefined ? [] : [{ href: `/courses/${course.id}/${view}`, label: titles[view] }])];
  return page(context, {
    title: isFirst ? course.name : (heading ?? titles[view]),
    crumbs,
    tabs: courseTabs(course.id, view),
    ...more,
    body: html`<h1>${isFirst ? course.name : (heading ?? titles[view])}</h1>${body}`,
  });
}
