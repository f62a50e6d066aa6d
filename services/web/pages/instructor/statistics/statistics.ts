import { html } from 'hono/html';
import { requireTaughtAssignment } from '../../../../api/access.ts';
import type { ApiDependencies } from '../../../../api/dependencies.ts';
import { page } from '../../../layout/page.ts';
import type { Web } from '../../../web.ts';

export function addStatistics(web: Web, { db }: ApiDependencies): void {
  web.get('/assignments/:id/statistics', async (context) => {
    await requireTaughtAssignment(db, context.get('viewer'), context.req.param('id'));
    return page(context, { title: 'Statistics', body: html`<h1>Statistics</h1>` });
  });
}
