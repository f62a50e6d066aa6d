import { html } from 'hono/html';
import { endSession } from '#db/queries/sessions.ts';
import { redeemSignInLink, selectOptionalSignInLink } from '#db/queries/sign-in-links.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { forgetSession, rememberSession, sessionDays } from '../../../identity/identify.ts';
import { page } from '../../layout/page.ts';
import { notice } from '../../parts/notice.ts';
import type { Web, WebContext } from '../../web.ts';

/** Sign in by a one-time link, and sign out. */
export function addSignIn(web: Web, { db, config }: ApiDependencies): void {
  web.get('/sign-in', (context) => (context.get('visitor') ? context.redirect('/', 303) : askForLink(context)));

  // The link alone uses nothing up: mail programs follow links before people do.
  web.get('/sign-in/:secret', async (context) => {
    const link = await selectOptionalSignInLink(db, context.req.param('secret'));
    if (!link) return usedUp(context);
    const visitor = context.get('visitor');
    return page(context, {
      title: 'Sign in',
      secret: true,
      body: html`<h1>Sign in as ${link.name}</h1>
${visitor && visitor.userId !== link.userId ? notice('warn', `You are signed in as ${visitor.name} now. This signs that out.`) : ''}
<p>This link works once. You then stay signed in on this browser for ${sessionDays} days, or until you sign out.</p>
<form method="post"><button class="primary">Sign in</button></form>
<p class="muted small">Not you? Close this page, and tell whoever gave you the link.</p>`,
    });
  });

  web.post('/sign-in/:secret', async (context) => {
    const session = await redeemSignInLink(db, context.req.param('secret'), sessionDays);
    if (!session) return usedUp(context);
    // The browser forgets its old session, so nobody is to have it.
    const visitor = context.get('visitor');
    if (visitor) await endSession(db, visitor.sessionId);
    rememberSession(context, config.publicUrl, session);
    return context.redirect('/', 303);
  });

  web.post('/sign-out', async (context) => {
    await forgetSession(db, context, config.publicUrl, context.get('viewer'));
    // Nor does “back” show the next person at this browser what was read before.
    context.header('Clear-Site-Data', '"cache"');
    return context.redirect('/sign-in', 303);
  });
}

function askForLink(context: WebContext) {
  return page(context, {
    title: 'Sign in',
    body: html`<h1>Sign in</h1><p>Open the sign-in link that your instructor gave you. Each works once; ask for a new one if yours has been used.</p>`,
  });
}

function usedUp(context: WebContext) {
  return page(context, {
    title: 'This link opens nothing',
    status: 410,
    body: html`<h1>This link opens nothing any more</h1>
<p>It has been used, has expired, or was not copied whole. ${context.get('visitor') ? html`You are signed in already: <a href="/">go on</a>.` : 'Ask your instructor for a new one.'}</p>`,
  });
}
