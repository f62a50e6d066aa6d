import { html } from 'hono/html';
import type { CheckFigures } from '#db/queries/statistics.ts';
import { type DiscriminationMark, discrimination, fewest, markOf } from '../../../../statistics/discrimination.ts';
import { mean } from '../../../../statistics/summary.ts';
import type { Html } from '../../../layout/page.ts';

const marks: Record<DiscriminationMark, { label: string; kind: string } | null> = {
  negative: { label: 'negative', kind: 'bad' },
  low: { label: 'low', kind: 'warn' },
  fine: null,
  unknown: null,
};

/** Pass rate, mean and discrimination of each check, the hardest first. `titles` has the rubric's checks. */
export function checksSection(figures: readonly CheckFigures[], titles: ReadonlyMap<string, string>): Html {
  const lines = figures.filter(({ checkId }) => titles.has(checkId)).map(lineOf).toSorted((a, b) => (a.passRate ?? 2) - (b.passRate ?? 2) || (a.checkId < b.checkId ? -1 : 1));
  const everybody = lines.filter(({ passRate }) => passRate === 1);
  return html`<section aria-labelledby="checks"><h2 id="checks">Checks</h2>
<p>The <b>discrimination</b> of a check says whether those who do well elsewhere also pass it: it is the correlation of the share earned of the check with the points in all others, from −1 to 1. Near 0 it tells nobody apart; below 0 look at the check itself: the weak pass it more often than the strong. It is left open for fewer than ${fewest} students, and where all earned the same.</p>
${tableOf('Checks, the hardest first', lines.filter(({ passRate }) => passRate !== 1), titles)}
${everybody.length === 0 ? '' : html`<details><summary>${everybody.length} ${everybody.length === 1 ? 'check' : 'checks'} that everybody passed</summary>${tableOf('Checks that everybody passed', everybody, titles)}</details>`}</section>`;
}

function tableOf(caption: string, lines: readonly ReturnType<typeof lineOf>[], titles: ReadonlyMap<string, string>): Html {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="${caption}"><table class="figures"><caption>${caption}</caption>
<thead><tr><th scope="col">Check</th><th scope="col">Pass rate</th><th scope="col" class="number">Mean</th><th scope="col" class="number">Passed</th><th scope="col" class="number">In part</th><th scope="col" class="number">Failed</th><th scope="col" class="number">Not gradable</th><th scope="col" class="number">Discrimination</th></tr></thead>
<tbody>${lines.map((line) => checkRow(line, titles.get(line.checkId) ?? ''))}</tbody></table></div>`;
}

function lineOf({ checkId, outcomes, shares, rests }: CheckFigures) {
  const judged = outcomes.passed + outcomes.partial + outcomes.failed;
  return { checkId, outcomes, passRate: judged === 0 ? null : outcomes.passed / judged, meanShare: mean(shares), index: discrimination(shares, rests) };
}

function checkRow({ checkId, outcomes, passRate, meanShare, index }: ReturnType<typeof lineOf>, title: string): Html {
  const mark = marks[markOf(index)];
  return html`<tr><th scope="row">${title}<br><code class="small">${checkId}</code></th>
<td class="rate">${passRate === null ? '–' : html`<span>${percent(passRate)}</span><progress max="1" value="${passRate.toFixed(3)}" aria-hidden="true"></progress>`}</td>
<td class="number">${meanShare === null ? '–' : percent(meanShare)}</td><td class="number">${outcomes.passed}</td><td class="number">${outcomes.partial}</td><td class="number">${outcomes.failed}</td><td class="number">${outcomes.not_gradable}</td>
<td class="number">${index === null ? '–' : index.toFixed(2).replace('-', '−')}${mark ? html` <span class="badge ${mark.kind}">${mark.label}</span>` : ''}</td></tr>`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0.995 && share < 1 ? 1 : 0)} %`;
}
