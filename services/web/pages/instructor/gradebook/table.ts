import { html } from 'hono/html';
import type { GradebookRow } from '#db/queries/gradebook.ts';
import { type GradebookView, type SortColumn, viewQuery } from '../../../../gradebook/view.ts';
import type { Html } from '../../../layout/page.ts';
import { pointsText } from '../../../parts/points.ts';
import { swapAttributes } from './filter-form.ts';
import { type Column, gradebookRows, meanRow, steps } from './rows.ts';

export interface TableParts {
  /** Of the page, without a query. */
  path: string;
  rows: readonly GradebookRow[];
  columns: readonly Column[];
  view: GradebookView;
  zone: string;
}

/** The heat map: a line a student, a column a criterion. Head, first column and means stay in sight. */
export function gradebookTable({ path, rows, columns, view, zone }: TableParts): Html {
  const possible = columns.reduce((sum, column) => sum + column.possible, 0);
  const head = (column: SortColumn, label: string, note = '', title = '') => sortHead({ path, view, column, label, note, title });
  return html`<div class="table-scroll gradebook heat" tabindex="0" role="region" aria-label="Points by student and criterion">
<table>
<thead><tr>
${head('name', 'Student')}
${head('total', 'Total', `/ ${pointsText(possible)}`)}
${columns.map(({ id, title, possible: most }) => head(id as SortColumn, id, `/ ${pointsText(most)}`, title))}
${head('attempts', 'Attempts')}
${head('last', 'Last handed in', zone)}
<th scope="col">Flags</th>
</tr></thead>
<tbody>
${gradebookRows(rows, columns, zone)}
</tbody>
<tfoot>${meanRow(rows, columns)}</tfoot>
</table>
</div>`;
}

function sortHead({ path, view, column, label, note, title }: { path: string; view: GradebookView; column: SortColumn; label: string; note: string; title: string }): Html {
  const isSorted = view.sort === column;
  // Points are looked for at their top, names at their beginning; a second press turns round.
  const first = column === 'name' ? 'ascending' : 'descending';
  const direction = isSorted ? (view.direction === 'ascending' ? 'descending' : 'ascending') : first;
  const arrow = isSorted ? (view.direction === 'ascending' ? '▲' : '▼') : '';
  const href = `${path}${viewQuery({ ...view, sort: column, direction })}`;
  return html`<th scope="col"${isSorted ? html` aria-sort="${view.direction}"` : ''}${title === '' ? '' : html` title="${title}"`}><a id="sort-${column}" href="${href}" hx-get="${href}" ${swapAttributes}>${label}${arrow === '' ? '' : html` <span aria-hidden="true">${arrow}</span>`}</a>${note === '' ? '' : html`<small>${note}</small>`}</th>`;
}

/** What tints, bars and signs mean. */
export function gradebookLegend(columns: readonly Column[]): Html {
  return html`<details class="legend heat"><summary>How to read the table</summary>
<p>Each cell has the points; its tint and the bar at its foot say their share of what could be judged:</p>
<ul class="steps" aria-label="Steps of the heat map">${steps.map(({ name, label }) => html`<li class="${name}">${label}</li>`)}<li class="none">– no points to tell</li></ul>
<p><b>?</b> beside points: a part of it could not be judged, and is no zero. <b>Mean</b> is over the lines that are shown.</p>
<dl class="facts">${columns.map(({ id, title }) => html`<dt>${id}</dt><dd>${title}</dd>`)}</dl></details>`;
}
