import { html } from 'hono/html';
import type { Html } from '../layout/page.ts';
import { plainLine } from '#rubric/report/inert.ts';

export interface FigureTable {
  caption: string;
  head: readonly string[];
  /** The first cell of a row names it; the others are right-aligned where they are numbers. */
  rows: readonly (readonly (string | number | Html)[])[];
}

/** A table of figures, as one would print it. */
export function figureTable({ caption, head, rows }: FigureTable): Html {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="${caption}"><table class="figures"><caption>${caption}</caption>
<thead><tr>${head.map((name, n) => html`<th scope="col"${n === 0 ? '' : html` class="number"`}>${name}</th>`)}</tr></thead>
<tbody>${rows.map(([name = '', ...cells]) => html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}

/** The same figures as a picture beside it, folded away. */
export function foldedTable(table: FigureTable): Html {
  return html`<details><summary>${plainLine(table.caption)} as a table</summary>${figureTable(table)}</details>`;
}
