import { html } from 'hono/html';
import type { Html } from '../layout/page.ts';

export interface FilterLink {
  href: string;
  label: string;
  isCurrent: boolean;
}

/** Ways to show more or less of one list, side by side. */
export function filterLinks(label: string, links: readonly FilterLink[]): Html {
  return html`<nav class="filter" aria-label="${label}">${links.map((link) => html`<a href="${link.href}"${link.isCurrent ? html` aria-current="true"` : ''}>${link.label}</a> `)}</nav>`;
}
