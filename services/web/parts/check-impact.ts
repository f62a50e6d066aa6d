import { html } from 'hono/html';
import type { CheckPreview } from '#db/queries/regrade-preview.ts';
import type { Html } from '../layout/page.ts';
import { signedPoints } from './counted.ts';

/** By which checks grades gain and lose, most changes first. */
export function checkImpactTable(checks: readonly CheckPreview[], titles: ReadonlyMap<string, string>): Html {
  if (checks.length === 0) return html`<p>No check earns otherwise.</p>`;
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Checks that change"><table class="tight"><caption>Checks that change, most changes first</caption>
<thead><tr><th scope="col">Check</th><th scope="col" class="number">Gain</th><th scope="col" class="number">Points gained</th><th scope="col" class="number">Lose</th><th scope="col" class="number">Points lost</th></tr></thead>
<tbody>${checks.map(
    ({ check, gaining, losing, gained, lost }) => html`<tr><th scope="row">${titles.get(check) ?? 'Not in this rubric'}<br><code class="small">${check}</code></th>
<td class="number">${gaining}</td><td class="number">${signedPoints(gained)}</td><td class="number">${losing}</td><td class="number">${signedPoints(-lost)}</td></tr>`,
  )}</tbody></table></div>`;
}
