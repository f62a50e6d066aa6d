import * as Plot from '@observablehq/plot';
import { toPoints } from '#rubric/points.ts';
import type { Html } from '../layout/page.ts';
import type { DistributionStep } from './impact.ts';
import { plot } from './plot.ts';

/** Bars of a distribution before and after, as SVG. */
export function distributionChart(made: readonly DistributionStep[]): Html {
  const rows = made.map(({ from, to, before, after }) => ({ x1: toPoints(from), x2: toPoints(to), before, after }));
  const most = Math.max(1, ...rows.flatMap(({ before, after }) => [before, after]));
  return plot('Bar chart of the distribution of points before and after; the table beside it has the numbers.', {
    x: { label: 'points', labelAnchor: 'center', labelArrow: 'none', labelOffset: 38, ticks: rows.map(({ x1 }) => x1).concat(rows.at(-1)?.x2 ?? 0) },
    y: { label: 'grades', labelArrow: 'none', ticks: Math.min(5, most), tickFormat: (value: number) => (Number.isInteger(value) ? String(value) : '') },
    marks: [
      Plot.rectY(rows, { x1: 'x1', x2: 'x2', y: 'after', className: 'after', inset: 1 }),
      Plot.rectY(rows, { x1: 'x1', x2: 'x2', y: 'before', className: 'before', inset: 1 }),
      Plot.ruleY([0]),
    ],
  });
}
