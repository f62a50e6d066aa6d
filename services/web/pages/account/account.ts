import { html } from 'hono/html';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { page } from '../../layout/page.ts';
import type { Web } from '../../web.ts';

export function addAccount(web: Web, _dependencies: ApiDependencies): void {
  web.get('/account', (context) => page(context, { title: 'Account', crumbs: [], body: html`<h1>Account</h1>` }));
}
