import { html } from 'hono/html';
import { possibleOf, type Rubric } from '#rubric/rubric.ts';
import type { Html } from '../../layout/page.ts';
import { pointsText } from '../../parts/points.ts';

/** The rubric's criteria with their points, and what each check looks at. */
export function whatIsGraded(rubric: Rubric): Html {
  if (rubric.criteria.length === 0) return html`<p class="empty">Nothing is graded in this assignment yet.</p>`;
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="What is graded"><table class="graded">
<caption class="visually-hidden">Criteria and their points</caption>
<thead><tr><th scope="col">Criterion</th><th scope="col" class="number">Points</th></tr></thead>
<tbody>${rubric.criteria.map(
    ({ title, possible, items }) => html`<tr><th scope="row"><details><summary>${title}</summary>
<ul class="checks-of">${items.filter((item) => item.possible > 0).map((item) => html`<li>${item.check.title} <span class="muted number">${pointsText(item.possible)}</span></li>`)}</ul></details></th><td class="number">${pointsText(possible)}</td></tr>`,
  )}</tbody>
<tfoot><tr><th scope="row">Together</th><td class="number"><strong>${pointsText(possibleOf(rubric))}</strong></td></tr></tfoot>
</table></div>
${rubric.bonus.length > 0 ? html`<p class="muted small">Reported apart, without points: ${rubric.bonus.map(({ check }) => check.title).join('; ')}.</p>` : ''}`;
}
