import { html } from 'hono/html';
import { newId } from '#db/id.ts';
import { selectTokens } from '#db/queries/api-tokens.ts';
import { type Course, selectCoursesOf } from '#db/queries/courses.ts';
import { selectSessions } from '#db/queries/sessions.ts';
import { selectOptionalUser } from '#db/queries/users.ts';
import type { Database } from '#db/database.ts';
import type { Role } from '#db/schema/memberships.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { type Html, page } from '../../layout/page.ts';
import { coursePath } from '../../layout/tabs.ts';
import type { Web, WebContext } from '../../web.ts';
import { addSessions, sessionList } from './sessions.ts';
import { addTimeZone, timeZoneForm } from './time-zone.ts';
import { addTokens, type TokenFormState, tokenForm, tokenList } from './tokens.ts';

/** What a person is here, and what opens things in their name: tokens and browsers. */
export function addAccount(web: Web, dependencies: ApiDependencies): void {
  const { db } = dependencies;
  web.get('/account', (context) => accountPage(db, context));
  addTokens(web, dependencies, (context, state) => accountPage(db, context, state));
  addSessions(web, dependencies);
  addTimeZone(web, (context, error) => accountPage(db, context, undefined, error));
}

async function accountPage(db: Database, context: WebContext, token: TokenFormState = { once: newId() }, zoneError?: string): Promise<Response> {
  const viewer = context.get('viewer');
  const zone = context.get('zone');
  const courses = await selectCoursesOf(db, viewer);
  const tokens = (await selectTokens(db, viewer)).filter(({ courseId }) => viewer.courseId === null || courseId === viewer.courseId);
  const sessions = await selectSessions(db, viewer);
  const user = await selectOptionalUser(db, viewer.userId);
  const nameOf = (courseId: string | null): string => (courseId === null ? 'all courses' : (courses.find(({ id }) => id === courseId)?.name ?? 'a course that you are not in any more'));
  return page(context, {
    title: 'Account',
    crumbs: [],
    status: token.errors || zoneError !== undefined ? 422 : 200,
    body: html`<h1>Account</h1>
<dl class="facts"><dt>Name</dt><dd>${viewer.name}</dd><dt>E-mail</dt><dd>${user?.email ?? html`<span class="muted">not known here</span>`}</dd>${viewer.isStaff ? html`<dt>Role</dt><dd>Staff: you run this grader and see all courses</dd>` : ''}</dl>
${coursesOf(courses.filter(({ role }) => role !== null))}
<h2 id="tokens">Tokens</h2>
<p>A token lets a program use the <a href="/reference">API</a> in your name. Whoever has it can do what you can.</p>
${tokenList(tokens, { zone, nameOf })}
${tokenForm(viewer, courses, token)}
<h2 id="browsers">Signed-in browsers</h2>
${sessionList(sessions, { zone, nameOf, own: viewer.sessionId })}
<h2 id="time-zone">Time zone</h2>
${timeZoneForm(context, zoneError)}`,
  });
}

function coursesOf(courses: readonly (Course & { role: Role | null })[]): Html {
  return html`<h2>Courses</h2>
${courses.length === 0
  ? html`<p class="muted">You are in no course.</p>`
  : html`<ul class="course-list">${courses.map(({ id, name, role }) => html`<li><a href="${coursePath(id)}">${name}</a> <span class="muted">${role}</span></li>`)}</ul>`}`;
}
