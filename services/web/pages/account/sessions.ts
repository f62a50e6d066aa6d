import { html } from 'hono/html';
import { endOtherSessions, endSession, selectSessions, type Session } from '#db/queries/sessions.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { notFound } from '../../../api/problem.ts';
import { setFlash } from '../../layout/flash.ts';
import type { Html } from '../../layout/page.ts';
import { timeTag } from '../../parts/time.ts';
import type { Web } from '../../web.ts';

/** Signing other browsers out. This one has its own button, above each page. */
export function addSessions(web: Web, { db }: ApiDependencies): void {
  web.post('/account/sessions/end-others', async (context) => {
    const viewer = context.get('viewer');
    const ended = await endOtherSessions(db, viewer, viewer.sessionId);
    setFlash(context, 'good', ended === 0 ? 'No other browser was signed in.' : `Signed out ${ended} other ${ended === 1 ? 'browser' : 'browsers'}.`);
    return context.redirect('/account#browsers', 303);
  });

  web.post('/account/sessions/:id/end', async (context) => {
    const viewer = context.get('viewer');
    const id = context.req.param('id');
    const session = (await selectSessions(db, viewer)).find((each) => each.id === id);
    if (!session) throw notFound('session', id);
    await endSession(db, session.id);
    setFlash(context, 'good', 'That browser is signed out.');
    return context.redirect('/account#browsers', 303);
  });
}

const methods: Record<string, string> = { link: 'a sign-in link' };

export function sessionList(sessions: readonly Session[], { zone, nameOf, own }: { zone: string; nameOf: (courseId: string | null) => string; own: string }): Html {
  const others = sessions.filter(({ id }) => id !== own);
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Signed-in browsers"><table>
<thead><tr><th scope="col">Signed in</th><th scope="col">By</th><th scope="col">Opens</th><th scope="col">Until</th><th scope="col"><span class="visually-hidden">Sign out</span></th></tr></thead>
<tbody>${sessions.map(
    ({ id, method, courseId, createdAt, expiresAt }) => html`<tr><td>${timeTag(createdAt, zone)}</td><td>${methods[method] ?? method}</td><td class="name">${nameOf(courseId)}</td><td>${timeTag(expiresAt, zone)}</td>
<td>${id === own ? html`<span class="badge plain">This browser</span>` : html`<form method="post" action="/account/sessions/${id}/end"><button>Sign out</button></form>`}</td></tr>`,
  )}</tbody></table></div>
${others.length > 1 ? html`<form method="post" action="/account/sessions/end-others" class="end-others" data-confirm="Sign out all other browsers?"><button class="danger">Sign out all others</button></form>` : ''}`;
}
