import { html } from 'hono/html';
import type { MixedCheck } from '#db/queries/statistics.ts';
import type { CommonFailure } from '../../../../statistics/common-failure.ts';
import { outcomesOf, turnsOf } from '../../../../statistics/turns.ts';
import type { Html } from '../../../layout/page.ts';
import { figureTable } from '../../../parts/figure-table.ts';

const shownAtOnce = 10;

/** Checks that say now this and now that of the same student. */
export function flakySection(mixed: readonly MixedCheck[], changedByVisits: ReadonlyMap<string, number>, titles: ReadonlyMap<string, string>): Html {
  const students = new Map<string, number>();
  for (const { checkId, ...failures } of mixed) {
    if (turnsOf(outcomesOf(failures)) >= 2) students.set(checkId, (students.get(checkId) ?? 0) + 1);
  }
  const ids = [...new Set([...students.keys(), ...changedByVisits.keys()])].filter((id) => titles.has(id));
  const lines = ids.map((id) => ({ id, back: students.get(id) ?? 0, visits: changedByVisits.get(id) ?? 0 })).toSorted((a, b) => b.back + b.visits - a.back - a.visits || (a.id < b.id ? -1 : 1));
  return html`<section aria-labelledby="flaky"><h2 id="flaky">Flaky checks</h2>
<p>A check goes <b>back and forth</b> for a student when, over their graded attempts in order, it turns between passed and not passed at least twice (passed, failed, passed; or failed, passed, failed); once is progress, and what could not be judged does not count. It is <b>changed by a new visit</b> when a regrade that visited the same machine again found otherwise than the visit before, under the same rubric. Either may be the student’s doing; a check that leads this list by far deserves a look.</p>
${lines.length === 0
  ? html`<p class="empty">No check went back and forth.</p>`
  : figureTable({ caption: 'Flaky checks', head: ['Check', 'Back and forth (students)', 'Changed by new visits'], rows: lines.slice(0, 15).map(({ id, back, visits }) => [html`${titles.get(id)}<br><code class="small">${id}</code>`, back, visits]) })}
${lines.length > 15 ? html`<p class="muted small">${lines.length - 15} more have fewer.</p>` : ''}</section>`;
}

/** What most students whom a check failed were told, the most frequent first. `looked`: how many grades were read for it. */
export function failuresSection(failures: readonly CommonFailure[], failed: ReadonlyMap<string, number>, titles: ReadonlyMap<string, string>, looked: number): Html {
  const lines = failures.filter(({ checkId }) => titles.has(checkId)).toSorted((a, b) => (failed.get(b.checkId) ?? 0) - (failed.get(a.checkId) ?? 0) || (a.checkId < b.checkId ? -1 : 1));
  const list = (some: readonly CommonFailure[]) => html`<ol class="failures">${some.map((line) => failureItem(line, failed.get(line.checkId) ?? line.of, titles.get(line.checkId) ?? ''))}</ol>`;
  return html`<section aria-labelledby="failures"><h2 id="failures">Most common failures</h2>
<p>What a check saw most often where it failed or was passed in part, with addresses and numbers masked; checks that waited for another one are left out. From ${looked} submissions that count, chosen so that each check has up to 20 or more.</p>
${lines.length === 0 ? html`<p class="empty">No check failed.</p>` : list(lines.slice(0, shownAtOnce))}
${lines.length > shownAtOnce ? html`<details><summary>${lines.length - shownAtOnce} more checks</summary>${list(lines.slice(shownAtOnce))}</details>` : ''}</section>`;
}

function failureItem({ checkId, seen, count, of, expected, hint }: CommonFailure, failed: number, title: string): Html {
  return html`<li class="card"><h3>${title} <code class="small">${checkId}</code></h3>
<p class="muted small">${failed} ${failed === 1 ? 'student' : 'students'} not passed; these words in ${count} of ${of} looked at</p>
<dl class="facts"><dt>Seen</dt><dd>${seen}</dd><dt>Expected</dt><dd>${expected}</dd>${hint === null ? '' : html`<dt>Hint</dt><dd>${hint}</dd>`}</dl></li>`;
}
