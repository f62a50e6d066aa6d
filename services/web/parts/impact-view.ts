import { html } from 'hono/html';
import type { PointsChange } from '#db/queries/regrade-preview.ts';
import type { Hundredths } from '#rubric/points.ts';
import type { Html } from '../layout/page.ts';
import { signedPoints } from './counted.ts';
import { distributionChart } from './distribution-chart.ts';
import { countImpact, distribution, type DistributionStep } from './impact.ts';
import { pointsText } from './points.ts';

/** How many gain, lose and stay, as figures to be read at a glance. */
export function impactFigures(changes: readonly PointsChange[]): Html {
  const { up, down, sameSum, unchanged, notJudged, medianChange } = countImpact(changes);
  const figures: [string, string, string][] = [
    ['▲', String(up), 'gain points'],
    ['▼', String(down), 'lose points'],
    ['=', String(unchanged), 'unchanged'],
    ...(sameSum > 0 ? [['≈', String(sameSum), 'same sum by other checks'] as [string, string, string]] : []),
    ...(notJudged > 0 ? [['○', String(notJudged), 'cannot be judged, and stay as they are'] as [string, string, string]] : []),
    ['~', medianChange === null ? '–' : signedPoints(medianChange), 'median change of those who gain or lose'],
  ];
  return html`<ul class="figures plain-list">${figures.map(
    ([sign, figure, words]) => html`<li><span class="sign" aria-hidden="true">${sign}</span> <strong>${figure}</strong> <span class="words">${words}</span></li>`,
  )}</ul>`;
}

/** Before and after as a chart, and the same as a table beside it. */
export function distributionView(changes: readonly PointsChange[], possible: Hundredths): Html {
  const made = distribution(changes, possible);
  return html`<div class="columns distribution"><figure>${distributionChart(made)}
<figcaption class="small muted">How many grades have so many points. Outline: before; filled: after.</figcaption></figure>
<div class="table-scroll" tabindex="0" role="region" aria-label="Distribution of points"><table class="tight"><caption>Distribution of points</caption>
<thead><tr><th scope="col">Points</th><th scope="col" class="number">Before</th><th scope="col" class="number">After</th></tr></thead>
<tbody>${made.map(
    (step) => html`<tr><th scope="row" class="nowrap">${stepName(step, made.at(-1) === step)}</th><td class="number">${step.before}</td><td class="number">${step.after}</td></tr>`,
  )}</tbody></table></div></div>`;
}

function stepName({ from, to }: DistributionStep, isLast: boolean): string {
  return `${pointsText(from)} to ${isLast ? '' : 'below '}${pointsText(to)}`;
}
