import * as Plot from '@observablehq/plot';
import { html } from 'hono/html';
import { timeBins } from '../../../../statistics/histogram.ts';
import { median } from '../../../../statistics/summary.ts';
import { durationText, passedWithin, type Progress, timeToPass } from '../../../../statistics/time-to-pass.ts';
import type { Html } from '../../../layout/page.ts';
import { figureTable, foldedTable } from '../../../parts/figure-table.ts';
import { plot } from '../../../parts/plot.ts';
import { shortTimeText, timeTag } from '../../../parts/time.ts';

/** When submissions came, towards the deadline. */
export function submissionsSection(hours: readonly { at: Date; count: number }[], dueAt: Date | null, zone: string): Html {
  const bins = timeBins(hours);
  const all = hours.reduce((sum, { count }) => sum + count, 0);
  return html`<section aria-labelledby="submissions"><h2 id="submissions">Submissions over time</h2>
<p>${all.toLocaleString('en')} submissions${dueAt ? html`; the deadline is ${timeTag(dueAt, zone)}` : ''}.</p>
${plot('Submissions over time', {
  x: { label: null, type: 'utc' },
  y: { label: 'Submissions', grid: true },
  marks: [Plot.rectY(bins, { x1: 'from', x2: 'to', y: 'count', className: 'bar', inset: 0.5 }), dueAt ? Plot.ruleX([dueAt], { className: 'mark', strokeDasharray: '4 3' }) : null, Plot.ruleY([0])],
})}
<p class="muted small">${dueAt ? 'The broken line is the deadline. ' : ''}The picture’s times are UTC.</p>
${foldedTable({ caption: 'Submissions over time', head: [`From (${zone})`, 'Submissions'], rows: bins.filter(({ count }) => count > 0).map(({ from, count }) => [shortTimeText(from, zone), count]) })}</section>`;
}

/** What may be asked for as passed, in percent of the points. */
export const passPercents = [50, 60, 75, 90, 100] as const;

const spans = [0, 1, 6, 24, 72, 168];

/** Attempts, and how long it took from a student's first one to so many percent of the points. */
export function attemptsSection(students: readonly Progress[], percent: number, path: string): Html {
  const { passed, medianHours, curve } = timeToPass(students);
  const counts = [...Map.groupBy(students, ({ attempts }) => attempts)].toSorted(([a], [b]) => a - b);
  const most = Math.max(1, ...curve.map(({ hours }) => hours));
  const share = (count: number) => `${((count / students.length) * 100).toFixed(0)} %`;
  return html`<section aria-labelledby="attempts"><h2 id="attempts">Attempts and time to pass</h2>
<form class="inline-form" action="${path}#attempts"><div class="field"><label for="pass">Passed means at least</label><select id="pass" name="pass">${passPercents.map((each) => html`<option value="${each}"${each === percent ? html` selected` : ''}>${each} % of the points</option>`)}</select></div><button>Show</button></form>
<p>${passed} of ${students.length} students who handed in reached ${percent} %${medianHours === null ? '' : html`, half of them within <b>${durationText(medianHours)}</b> of their first submission`}. The median student made ${median(students.map(({ attempts }) => attempts)) ?? 0} attempts.</p>
${plot(`Students who reached ${percent} % of the points, by time since their first submission`, {
  x: { label: most > 72 ? 'Days since the first submission' : 'Hours since the first submission' },
  y: { label: 'Percent of the students', domain: [0, 100], grid: true },
  marks: [
    Plot.line([...curve, { hours: most, passed }].map((point) => ({ x: most > 72 ? point.hours / 24 : point.hours, y: (point.passed / students.length) * 100 })), { x: 'x', y: 'y', curve: 'step-after', className: 'line' }),
    Plot.ruleY([0]),
  ],
})}
<div class="grid">
${figureTable({ caption: 'Time to pass', head: ['Within', 'Students', 'Share'], rows: spans.map((hours) => [hours === 0 ? 'the first attempt' : durationText(hours), passedWithin(students, hours), share(passedWithin(students, hours))]) })}
${figureTable({ caption: 'Attempts', head: ['Attempts', 'Students', 'Share'], rows: counts.map(([attempts, { length }]) => [attempts, length, share(length)]) })}
</div></section>`;
}
