import { html } from 'hono/html';
import { type ItemChange, type RegradeItemDetails } from '#db/queries/regrade-item-page.ts';
import type { Regrade } from '#db/queries/regrades.ts';
import { type RegradeItemState, regradeItemStates } from '#db/schema/regrade-items.ts';
import { plainLine } from '#rubric/report/inert.ts';
import type { CheckChange } from '#rubric/check-changes.ts';
import type { Html } from '../../layout/page.ts';
import { signedPoints } from '../../parts/counted.ts';
import { inputField } from '../../parts/fields.ts';
import { pointsText } from '../../parts/points.ts';
import { itemStateWords } from './words.ts';

export interface ItemsShown {
  state: RegradeItemState | undefined;
  change: ItemChange | undefined;
  rows: readonly RegradeItemDetails[];
  /** Cursor of the next page. */
  next: string | null;
  isFirst: boolean;
}

const changeWords: Record<ItemChange, string> = { up: 'Gain', down: 'Lose', checks: 'Same sum, other checks' };

/** A regrade's submissions: who they are of, what they earned and earn, and by which checks. */
export function itemsView(regrade: Regrade, { state, change, rows, next, isFirst }: ItemsShown): Html {
  const link = (query: string) => `/regrades/${regrade.id}${query === '' ? '' : `?${query}`}#submissions`;
  const filter = state !== undefined ? `state=${state}` : change !== undefined ? `change=${change}` : '';
  const choice = (label: string, query: string) => html`<a class="chip" href="${link(query)}"${query === filter ? html` aria-current="true"` : ''}>${label}</a>`;
  const states = regradeItemStates.filter((each) => regrade.counts[each] > 0 || each === state);
  const table = itemTable(rows, regrade, state === 'held');
  return html`<h2 id="submissions">Submissions</h2>
<nav class="chips" aria-label="Which submissions">${choice('All', '')}${(Object.entries(changeWords) as [ItemChange, string][]).map(([each, words]) => choice(words, `change=${each}`))}
${states.map((each) => choice(`${itemStateWords[each]} (${regrade.counts[each]})`, `state=${each}`))}</nav>
${rows.length === 0 ? html`<p class="empty">None of them.</p>` : state === 'held' ? acceptForm(regrade, table) : table}
${next === null && isFirst
  ? ''
  : html`<nav class="cluster" aria-label="Pages of submissions">${isFirst ? '' : html`<a class="button" href="${link(filter)}">First page</a>`}
${next === null ? '' : html`<a class="button" href="${link(`${filter === '' ? '' : `${filter}&`}after=${next}`)}">Next page</a>`}</nav>`}
${regrade.counts.held > 0 && state !== 'held' && regrade.state !== 'undone' ? html`<p><a class="button primary" href="${link('state=held')}">Look at the ${regrade.counts.held} held grades</a></p>` : ''}`;
}

function acceptForm({ id, counts, state }: Regrade, table: Html): Html {
  if (state === 'undone') return table;
  return html`<form method="post" action="/regrades/${id}/accept">${table}
${inputField({ name: 'reason', label: 'Reason', required: true, maxLength: 500, hint: 'Stands in the audit log with every grade that you accept.' })}
<p class="cluster"><button class="primary" name="which" value="chosen">Accept the chosen ones</button>
<button name="which" value="all" data-confirm="Let all ${counts.held} held grades take the place of those that stand?">Accept all ${counts.held}</button></p></form>`;
}

function itemTable(rows: readonly RegradeItemDetails[], regrade: Regrade, isChoosing: boolean): Html {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Submissions of the regrade"><table><caption class="visually-hidden">Submissions of the regrade, in the order of handing in</caption>
<thead><tr>${isChoosing ? html`<th scope="col"><span class="visually-hidden">Choose</span></th>` : ''}<th scope="col">Student</th><th scope="col" class="number">Before</th><th scope="col" class="number">After</th><th scope="col" class="number">By</th><th scope="col">Checks that change</th><th scope="col">State</th></tr></thead>
<tbody>${rows.map((row) => itemRow(row, regrade, isChoosing))}</tbody></table></div>`;
}

function itemRow({ submissionId, student, state, before, preview, after, changes, error }: RegradeItemDetails, regrade: Regrade, isChoosing: boolean): Html {
  const name = plainLine(student.name);
  const becomes = after ?? preview;
  const wasJudged = becomes !== null;
  return html`<tr>${isChoosing ? html`<td><input type="checkbox" name="submissions" value="${submissionId}" aria-label="Accept the grade of ${name}"></td>` : ''}
<th scope="row" class="name"><a href="/submissions/${submissionId}">${name}</a></th>
<td class="number">${pointsText(before)}</td><td class="number">${pointsText(becomes)}</td>
<td class="number">${wasJudged ? changeBy(becomes - (before ?? 0)) : '–'}</td>
<td>${changedChecks(changes)}</td>
<td>${regrade.state === 'ready' || regrade.state === 'previewing' ? html`<span class="muted">${wasJudged ? 'previewed' : 'not judged'}</span>` : itemStateWords[state]}${error ? html`<br><span class="small">${plainLine(error.message)}</span>` : ''}</td></tr>`;
}

/** `▲ +1.5`: sign and direction, so that it reads without colour. */
export function changeBy(by: number): Html {
  if (by === 0) return html`<span class="muted">0</span>`;
  return html`<span class="${by > 0 ? 'gain' : 'loss'}"><span aria-hidden="true">${by > 0 ? '▲' : '▼'}</span> ${signedPoints(by)}</span>`;
}

const shownChecks = 4;

/** The first few, and the rest folded away. */
export function changedChecks(changes: readonly CheckChange[]): Html {
  if (changes.length === 0) return html`<span class="muted">none</span>`;
  const rest = changes.slice(shownChecks);
  return html`<ul class="changes plain-list">${changes.slice(0, shownChecks).map(changeLine)}</ul>${rest.length === 0 ? '' : html`<details><summary class="small">and ${rest.length} more</summary><ul class="changes plain-list">${rest.map(changeLine)}</ul></details>`}`;
}

function changeLine({ check, before, after }: CheckChange): Html {
  return html`<li><code>${check}</code> <span class="nowrap">${pointsText(before)} → ${pointsText(after)}</span></li>`;
}
