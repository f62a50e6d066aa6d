import { html } from 'hono/html';
import { type GradebookStatus, gradebookStatuses, type GradebookView, isFiltered } from '../../../../gradebook/view.ts';
import type { Html } from '../../../layout/page.ts';
import { countText } from '../../../parts/count.ts';
import type { Column } from './rows.ts';

const statusLabels: Record<GradebookStatus, string> = {
  all: 'Everybody',
  passed: 'Passed everything',
  attention: 'Needs eyes',
  'not-gradable': 'Not gradable',
  nothing: 'Nothing handed in',
};

/** The id of what a change of the form or a column's head puts in place anew. */
export const shownId = 'gradebook-shown';
const countId = 'gradebook-count';

/**
 * Search and filters; its fields are the page's address. With a script, the table follows each change, but not
 * the search field's own `change`: it comes when the field is left, maybe by a press on a column's head.
 */
export function filterForm({ path, view, columns }: { path: string; view: GradebookView; columns: readonly Column[] }): Html {
  return html`<form id="gradebook-filter" class="gradebook-filter" action="${path}" role="search" aria-label="Filter the gradebook"
 hx-get="${path}" hx-trigger="submit, change from:#gradebook-status, change from:#gradebook-criterion, change from:#gradebook-below, input changed delay:300ms from:#gradebook-q" ${swapAttributes}>
<div class="field"><label for="gradebook-q">Search</label><input type="search" id="gradebook-q" name="q" value="${view.q}" maxlength="200" autocomplete="off" placeholder="Name, e-mail or LMS id"></div>
<div class="field"><label for="gradebook-status">Show</label><select id="gradebook-status" name="status">${gradebookStatuses.map((status) => option(status, statusLabels[status], view.status))}</select></div>
<div class="field"><label for="gradebook-criterion">Weak in</label><select id="gradebook-criterion" name="criterion">${option('', 'any criterion', view.criterion)}${columns.map(({ id }) => option(id, id, view.criterion))}</select></div>
<div class="field short"><label for="gradebook-below">Below (%)</label><input type="number" id="gradebook-below" name="below" value="${view.below}" min="1" max="100"></div>
<button>Apply</button>
</form>`;
}

function option(value: string, label: string, current: string): Html {
  return html`<option value="${value}"${value === current ? html` selected` : ''}>${label}</option>`;
}

/** Of whatever asks for another view of the table. The last one asked for is shown, whichever answer comes first. */
export const swapAttributes: Html = html`hx-target="#${shownId}" hx-select="#${shownId}" hx-select-oob="#${countId}" hx-swap="outerHTML" hx-push-url="true" hx-sync="#gradebook-filter:replace"`;

/** How many lines are shown of how many; said by screen readers when it changes. */
export function shownCount({ path, view, shown, of }: { path: string; view: GradebookView; shown: number; of: number }): Html {
  return html`<p id="${countId}" role="status" class="muted small">${isFiltered(view)
    ? html`${countText(shown)} of ${countText(of)} students. <a href="${path}">Show everybody</a>`
    : html`All ${countText(of)} students.`}</p>`;
}
