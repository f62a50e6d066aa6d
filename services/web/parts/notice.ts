import { html } from 'hono/html';
import type { Html } from '../layout/page.ts';

export type NoticeKind = 'info' | 'good' | 'warn' | 'bad';

/** A box that says one thing. `live`: it came just now, and a screen reader says so. */
export function notice(kind: NoticeKind, body: string | Html, { live = false }: { live?: boolean } = {}): Html {
  const role = live ? (kind === 'bad' ? html` role="alert"` : html` role="status"`) : '';
  return html`<div class="notice ${kind}"${role}>${typeof body === 'string' ? html`<p>${body}</p>` : body}</div>`;
}
