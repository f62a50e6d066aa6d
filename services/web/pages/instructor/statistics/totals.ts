import * as Plot from '@observablehq/plot';
import { html } from 'hono/html';
import { pointsIn, type Graded } from '../../../../gradebook/arrange.ts';
import { histogram } from '../../../../statistics/histogram.ts';
import { type Spread, spreadOf } from '../../../../statistics/summary.ts';
import type { Html } from '../../../layout/page.ts';
import { figureTable, foldedTable } from '../../../parts/figure-table.ts';
import { plot } from '../../../parts/plot.ts';
import { pointsText } from '../../../parts/points.ts';
import type { Column } from '../gradebook/rows.ts';

/** How the totals lie: a histogram of 20 bins. */
export function totalsSection(graded: readonly Graded[], possible: number): Html {
  const totals = graded.map(({ counts }) => counts.counted);
  const bins = histogram(totals, { most: possible, bins: 20 }).map((bin) => ({ ...bin, from: bin.from / 100, to: bin.to / 100 }));
  const spread = spreadOf(totals) as Spread;
  return html`<section aria-labelledby="totals"><h2 id="totals">Totals</h2>
<p>${graded.length} students have points. Mean <b>${round(spread.mean)}</b>, median <b>${round(spread.median)}</b>, the middle half between ${round(spread.lowerQuartile)} and ${round(spread.upperQuartile)}, standard deviation ${round(spread.deviation)}, of ${pointsText(possible)} points.</p>
${plot(`Distribution of totals: most students by points, median ${round(spread.median)} of ${pointsText(possible)}`, {
  x: { label: 'Points', domain: [0, possible / 100] },
  y: { label: 'Students', grid: true },
  marks: [
    Plot.rectY(bins, { x1: 'from', x2: 'to', y: 'count', className: 'bar', inset: 0.5 }),
    Plot.ruleX([spread.median / 100], { className: 'mark', strokeDasharray: '4 3' }),
    Plot.ruleY([0]),
  ],
})}
<p class="muted small">The broken line is the median.</p>
${foldedTable({
  caption: 'Distribution of totals',
  head: ['Points', 'Students'],
  rows: bins.map(({ from, to, count }) => [`${from} to ${to}`, count]),
})}</section>`;
}

/** Mean and spread by criterion, in percent of what could be judged. */
export function criteriaSection(graded: readonly Graded[], columns: readonly Column[]): Html {
  const spreads = columns.flatMap(({ id, possible }) => {
    const shares = graded.flatMap((row) => {
      const points = pointsIn(row, id);
      return points ? [(points.earned / points.judged) * 100] : [];
    });
    const spread = spreadOf(shares);
    return spread ? [{ id, possible, ...spread }] : [];
  });
  return html`<section aria-labelledby="criteria"><h2 id="criteria">Criteria</h2>
${plot('Share of the points by criterion: the middle half of the students, the median and the mean', {
  marginLeft: 110,
  height: 40 + 32 * spreads.length,
  x: { label: 'Percent of the points', domain: [0, 100], grid: true },
  y: { label: null, domain: spreads.map(({ id }) => id) },
  marks: [
    Plot.ruleY(spreads, { y: 'id', x1: 'least', x2: 'most', className: 'whisker' }),
    Plot.barX(spreads, { y: 'id', x1: 'lowerQuartile', x2: 'upperQuartile', className: 'bar', inset: 5 }),
    Plot.tickX(spreads, { y: 'id', x: 'median', className: 'mark', inset: 2 }),
    Plot.dot(spreads, { y: 'id', x: 'mean', className: 'dot', r: 4 }),
  ],
})}
<p class="muted small">Bar: the middle half of the students; line across it: the median; ring: the mean; thin line: from the least to the most.</p>
${figureTable({
  caption: 'Points by criterion, in percent',
  head: ['Criterion', 'Points', 'Mean', 'Deviation', 'Lower quarter', 'Median', 'Upper quarter', 'Students'],
  rows: spreads.map((spread) => [spread.id, pointsText(spread.possible), ...[spread.mean, spread.deviation, spread.lowerQuartile, spread.median, spread.upperQuartile].map((share) => share.toFixed(1)), spread.count]),
})}</section>`;
}

/** Hundredths as points with two decimals at most. */
function round(hundredths: number): string {
  return pointsText(Math.round(hundredths));
}
