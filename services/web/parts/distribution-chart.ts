import * as Plot from '@observablehq/plot';
import { raw } from 'hono/html';
import { parseHTML } from 'linkedom';
import { toPoints } from '#rubric/points.ts';
import type { Html } from '../layout/page.ts';
import type { DistributionStep } from './impact.ts';

/** As far as it is used here. */
interface Drawn {
  readonly outerHTML: string;
  querySelectorAll(selector: string): Iterable<Drawn>;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  remove(): void;
}

/** Bars of a distribution before and after, as SVG of our own making: no style in it, so that the policy lets it be seen. */
export function distributionChart(made: readonly DistributionStep[]): Html {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const rows = made.map(({ from, to, before, after }) => ({ x1: toPoints(from), x2: toPoints(to), before, after }));
  const most = Math.max(1, ...rows.flatMap(({ before, after }) => [before, after]));
  const svg = Plot.plot({
    document,
    width: 520,
    height: 230,
    marginLeft: 36,
    marginBottom: 44,
    x: { label: 'points', labelAnchor: 'center', labelArrow: 'none', labelOffset: 38, ticks: rows.map(({ x1 }) => x1).concat(rows.at(-1)?.x2 ?? 0) },
    y: { label: 'grades', labelArrow: 'none', ticks: Math.min(5, most), tickFormat: (value: number) => (Number.isInteger(value) ? String(value) : '') },
    marks: [
      Plot.rectY(rows, { x1: 'x1', x2: 'x2', y: 'after', fill: 'currentColor', className: 'after', inset: 1 }),
      Plot.rectY(rows, { x1: 'x1', x2: 'x2', y: 'before', fill: 'none', stroke: 'currentColor', strokeWidth: 1.5, className: 'before', inset: 1 }),
      Plot.ruleY([0]),
    ],
  }) as unknown as Drawn;
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const element of [svg, ...svg.querySelectorAll('[style]')]) element.removeAttribute('style');
  for (const element of svg.querySelectorAll('[aria-label]')) element.removeAttribute('aria-label');
  svg.setAttribute('class', 'chart');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', 'Bar chart of the distribution of points before and after; the table beside it has the numbers.');
  return raw(svg.outerHTML);
}
