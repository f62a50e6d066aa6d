import { html } from 'hono/html';
import { z } from 'zod';
import { isId } from '#db/id.ts';
import { type ApiToken, revokeToken, TokenExistsError, type TokenHolder } from '#db/queries/api-tokens.ts';
import type { Course } from '#db/queries/courses.ts';
import type { Role } from '#db/schema/memberships.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { oneLine } from '../../../api/schemas/common.ts';
import { makeToken } from '../../../tokens/make-token.ts';
import { requireRevocableToken } from '../../../tokens/require-revocable.ts';
import { setFlash } from '../../layout/flash.ts';
import { type Html, page } from '../../layout/page.ts';
import { inputField, selectField } from '../../parts/fields.ts';
import { notice } from '../../parts/notice.ts';
import { readForm } from '../../parts/read-form.ts';
import { timeTag } from '../../parts/time.ts';
import type { Web, WebContext } from '../../web.ts';

/** What the form shows; `once` becomes the token's id, so that a form sent twice makes one. */
export interface TokenFormState {
  once: string;
  errors?: Record<string, string>;
  given?: Record<string, string>;
}

const longestDays = 366;
const day = 86_400_000;

const form = z.object({
  once: z.string().refine(isId),
  name: z.string({ error: 'Say what the token is for, such as “laptop”.' }).pipe(oneLine(100)),
  course: z.union([z.literal('all'), z.string().refine(isId)], { error: 'Choose a course.' }),
  days: z.coerce.number({ error: 'Say for how many days it is to work.' }).int('Give whole days.').min(1, 'Give at least 1 day.').max(longestDays, `Give at most ${longestDays} days.`),
});

export function addTokens(web: Web, { db, config }: ApiDependencies, again: (context: WebContext, state: TokenFormState) => Promise<Response>): void {
  web.post('/account/tokens', async (context) => {
    const read = await readForm(context, form);
    if (!read.ok && read.errors['once'] !== undefined) return context.redirect('/account#tokens', 303);
    if (!read.ok) return again(context, { once: read.given['once'] ?? '', errors: read.errors, given: read.given });
    const { once: id, name, course, days } = read.values;
    const viewer = context.get('viewer');
    const asked = { id, name, userId: viewer.userId, courseId: course === 'all' ? null : course, expiresAt: new Date(Date.now() + days * day) };
    try {
      // It may outlive the session: whoever is signed in may sign in again.
      const { token } = await makeToken(db, { ...viewer, expiresAt: null }, asked);
      return await shownOnce(context, { name, token, example: example(config.publicUrl, token) });
    } catch (error) {
      if (!(error instanceof TokenExistsError)) throw error;
      setFlash(context, 'warn', 'That form was sent before, and its token was made then. It was shown that once; if you did not keep it, revoke it and make another.');
      return context.redirect('/account#tokens', 303);
    }
  });

  web.post('/account/tokens/:id/revoke', async (context) => {
    const viewer = context.get('viewer');
    const { id, name } = await requireRevocableToken(db, viewer, context.req.param('id'));
    const isRevoked = await revokeToken(db, id, { userId: viewer.userId });
    setFlash(context, 'good', isRevoked ? `The token “${name}” opens nothing any more.` : `The token “${name}” had been revoked before.`);
    return context.redirect('/account#tokens', 303);
  });
}

function example(publicUrl: string, token: string): string {
  return `curl -H 'Authorization: Bearer ${token}' ${publicUrl}/v1/courses`;
}

function shownOnce(context: WebContext, { name, token, example: command }: { name: string; token: string; example: string }): Response | Promise<Response> {
  return page(context, {
    title: 'New token',
    crumbs: [{ href: '/account', label: 'Account' }],
    secret: true,
    body: html`<h1>Token “${name}”</h1>
${notice('warn', 'This token is shown this once. Copy it now to where you keep secrets; it cannot be shown again.', { live: true })}
${copyable('token', token, 'Token')}
<h2>Try it</h2>
${copyable('example', command, 'Example')}
<p><a class="button" href="/account#tokens">Done</a></p>`,
  });
}

function copyable(id: string, text: string, label: string): Html {
  return html`<div class="copy"><pre class="wrap" id="${id}" tabindex="0" role="region" aria-label="${label}">${text}</pre><button type="button" data-copy="${id}">Copy</button></div>`;
}

export function tokenList(tokens: readonly ApiToken[], { zone, nameOf }: { zone: string; nameOf: (courseId: string | null) => string }): Html {
  if (tokens.length === 0) return html`<p class="empty">There is no token that opens anything.</p>`;
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Tokens"><table>
<thead><tr><th scope="col">Name</th><th scope="col">Opens</th><th scope="col">Made</th><th scope="col">Until</th><th scope="col"><span class="visually-hidden">Revoke</span></th></tr></thead>
<tbody>${tokens.map(
    ({ id, name, courseId, createdAt, expiresAt }) => html`<tr><th scope="row" class="name">${name}</th><td class="name">${nameOf(courseId)}</td><td>${timeTag(createdAt, zone)}</td><td>${expiresAt ? timeTag(expiresAt, zone) : 'no end'}</td>
<td><form method="post" action="/account/tokens/${id}/revoke" data-confirm="Revoke the token “${name}”? Programs that use it stop working at once."><button class="danger" aria-label="Revoke ${name}">Revoke</button></form></td></tr>`,
  )}</tbody></table></div>`;
}

export function tokenForm(viewer: TokenHolder, courses: readonly (Course & { role: Role | null })[], { once, errors = {}, given = {} }: TokenFormState): Html {
  const options = [
    ...(viewer.isStaff ? [{ value: 'all', label: 'All courses' }] : []),
    ...courses.filter(({ role }) => role === 'instructor').map(({ id, name }) => ({ value: id, label: name })),
  ];
  if (options.length === 0) return html`<p class="muted">Tokens for students are made by instructors: ask yours if you want one.</p>`;
  return html`<form method="post" action="/account/tokens" class="card token-form"><h3>Make a token</h3>
<input type="hidden" name="once" value="${once}">
${inputField({ label: 'Name', name: 'name', value: given['name'], hint: 'What it is for, such as “grade sync on the laptop”.', error: errors['name'], required: true, maxLength: 100 })}
${selectField({ label: 'Course', name: 'course', value: given['course'], options, error: errors['course'], required: true })}
${inputField({ label: 'Days', name: 'days', type: 'number', min: 1, max: longestDays, value: given['days'] ?? 90, hint: 'After so many days it opens nothing any more.', error: errors['days'], required: true })}
<button class="primary">Make token</button></form>`;
}
