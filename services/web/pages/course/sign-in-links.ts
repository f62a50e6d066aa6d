import { html } from 'hono/html';
import { z } from 'zod';
import { selectMembers } from '#db/queries/members.ts';
import { renewSignInLinks, revokeSignInLinks, selectLinksMade } from '#db/queries/sign-in-links.ts';
import { requireSpokenFor } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { id } from '../../../api/schemas/common.ts';
import { csvLines } from '../../../exports/cells.ts';
import { setFlash } from '../../layout/flash.ts';
import { readForm } from '../../parts/read-form.ts';
import { timeTag } from '../../parts/time.ts';
import type { Web } from '../../web.ts';
import { coursePage, taughtCourse } from './course-context.ts';

/** `who`: all students, those who never signed in, or the id of one person. */
const asked = z.object({ who: z.union([z.enum(['all', 'new']), id]), days: z.coerce.number().int().min(1).max(60).default(14) });
const several = z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string().regex(/^[\w-]{43}$/)).min(1).max(5000));

/** Sign-in links that open the course: shown once, on the page that answers; as CSV from there; revoked. */
export function addSignInLinks(web: Web, { db, config }: ApiDependencies): void {
  web.post('/courses/:id/people/links', async (context) => {
    const course = await taughtCourse(context, db);
    const form = await readForm(context, asked);
    if (!form.ok) throw new ApiProblem('malformed-request', 'Say for whom the links are to be made.');
    const { who, days } = form.values;
    const isOne = who !== 'all' && who !== 'new';
    const viewer = context.get('viewer');
    if (isOne) await requireSpokenFor(db, viewer, course.id, who);
    const members = await selectMembers(db, course.id, isOne ? { userId: who } : {});
    const chosen = members.filter(({ role, signedInAt }) => isOne || (role === 'student' && (who === 'all' || signedInAt === null)));
    const links = await renewSignInLinks(db, { courseId: course.id, userIds: chosen.map((member) => member.id) }, { days, actor: viewer });
    const expiresAt = new Date(Date.now() + days * 86_400_000);
    const body = html`<div class="notice warn"><p><strong>${links.length === 1 ? 'This link is' : 'These links are'} shown this once.</strong> Each works once, until ${timeTag(expiresAt, context.get('zone'))}, and signs in whoever opens it: give it to its person alone. If one is lost, make a new one.</p></div>
${links.length === 0 ? html`<p class="empty">There is nobody to make a link for.</p>` : html`<form method="post" action="/courses/${course.id}/people/links.csv" class="spaced">${links.map(({ secret }) => html`<input type="hidden" name="secret" value="${secret}">`)}<button class="primary">Download as CSV</button></form>
<div class="table-scroll" tabindex="0" role="region" aria-label="Sign-in links"><table class="links"><caption class="visually-hidden">Sign-in links</caption>
<thead><tr><th scope="col">Name</th><th scope="col">E-mail</th><th scope="col">Link</th><th scope="col"><span class="visually-hidden">Copy</span></th></tr></thead>
<tbody>${links.map(({ secret }, index) => html`<tr><th scope="row">${chosen[index]?.name ?? ''}</th><td>${chosen[index]?.email ?? html`<span class="muted">–</span>`}</td>
<td><code id="link-${index}">${config.publicUrl}/sign-in/${secret}</code></td><td><button type="button" data-copy="link-${index}">Copy<span class="visually-hidden"> the link of ${chosen[index]?.name ?? ''}</span></button></td></tr>`)}</tbody></table></div>`}
<p class="spaced"><a class="button" href="/courses/${course.id}/people">Back to the people</a></p>`;
    const response = await coursePage(context, course, 'people', body, { heading: links.length === 1 ? 'Sign-in link' : 'Sign-in links', wide: true });
    response.headers.set('Cache-Control', 'no-store');
    return response;
  });

  // Only hashes are kept: the page sends its secrets back, and whose they are is read from the database.
  web.post('/courses/:id/people/links.csv', async (context) => {
    const course = await taughtCourse(context, db);
    const form = await readForm(context, z.object({ secret: several }));
    if (!form.ok) throw new ApiProblem('malformed-request', 'Make the links anew, and download them from the page that shows them.');
    const links = await selectLinksMade(db, { courseId: course.id, createdBy: context.get('viewer').userId, secrets: form.values.secret });
    const rows = links.map(({ name, email, externalId, secret, expiresAt }) => [externalId ?? '', name, email ?? '', `${config.publicUrl}/sign-in/${secret}`, expiresAt.toISOString()]);
    context.header('Cache-Control', 'no-store');
    context.header('Content-Disposition', 'attachment; filename="sign-in-links.csv"');
    return context.body(csvLines([['id', 'name', 'email', 'link', 'expires'], ...rows]), 200, { 'Content-Type': 'text/csv; charset=utf-8' });
  });

  web.post('/courses/:id/people/links/revoke', async (context) => {
    const course = await taughtCourse(context, db);
    const viewer = context.get('viewer');
    const form = await readForm(context, z.object({ user: id.optional() }));
    const user = form.ok ? form.values.user : '';
    if (user !== undefined) await requireSpokenFor(db, viewer, course.id, user);
    const students = user === undefined ? (await selectMembers(db, course.id)).filter(({ role }) => role === 'student').map((member) => member.id) : [user];
    const count = await revokeSignInLinks(db, { courseId: course.id, userIds: students }, viewer);
    setFlash(context, 'good', count === 0 ? 'No link was open.' : `Revoked: ${count}. ${count === 1 ? 'It opens' : 'They open'} nothing any more.`);
    return context.redirect(`/courses/${course.id}/people`, 303);
  });
}
