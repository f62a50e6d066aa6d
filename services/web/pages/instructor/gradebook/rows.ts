import { raw } from 'hono/html';
import type { GradebookRow } from '#db/queries/gradebook.ts';
import { plainLine } from '#rubric/report/inert.ts';
import { isGraded, pointsIn } from '../../../../gradebook/arrange.ts';
import { mean } from '../../../../statistics/summary.ts';
import type { Html } from '../../../layout/page.ts';
import { escapeText } from '../../../parts/escape-text.ts';
import { pointsText } from '../../../parts/points.ts';
import { shortTimeText } from '../../../parts/time.ts';

/** A column of a criterion. */
export interface Column {
  id: string;
  title: string;
  possible: number;
}

/**
 * The steps of the heat map by share of the points that could be judged. Each has a class, a tint and a bar of its own length.
 */
export const steps = [
  { name: 'full', label: 'all points', from: 1 },
  { name: 'high', label: '75 % and more', from: 0.75 },
  { name: 'middle', label: '50 % and more', from: 0.5 },
  { name: 'low', label: '25 % and more', from: 0.25 },
  { name: 'least', label: 'less', from: 0 },
] as const;

export function stepOf(share: number): (typeof steps)[number] {
  return steps.find(({ from }) => share >= from) ?? steps[4];
}

/** The body of the table, of strings put together: `html` takes ten times as long for 10,000 cells. */
export function gradebookRows(rows: readonly GradebookRow[], columns: readonly Column[], zone: string): Html {
  return raw(rows.map((row) => rowMarkup(row, columns, zone)).join('\n'));
}

function rowMarkup(row: GradebookRow, columns: readonly Column[], zone: string): string {
  const { counts, attempts, lastHandedIn } = row;
  const name = escapeText(plainLine(row.name));
  const who = row.email ?? row.externalId;
  const link = counts ? `<a href="/submissions/${counts.submissionId}">${name}</a>` : name;
  const cells = columns.map(({ id }) => {
    const points = pointsIn(row, id);
    return points ? heatCell(points) : '<td class="none">–';
  });
  const total = isGraded(row) ? heatCell({ ...row.counts, earned: row.counts.counted }, ' total') : '<td class="total none">–';
  return `<tr><th scope="row" title="${name}">${link}${who ? `<small>${escapeText(plainLine(who))}</small>` : ''}</th>${total}${cells.join('')}<td>${attempts}<td class="when">${
    lastHandedIn ? shortTimeText(lastHandedIn, zone) : '–'}<td class="flags">${flagsOf(row).map(({ kind, label }) => `<b class="badge ${kind}">${label}</b>`).join(' ')}</tr>`;
}

function heatCell({ earned, judged, possible }: { earned: number; judged: number; possible: number }, also = ''): string {
  return `<td class="${stepOf(judged === 0 ? 0 : earned / judged).name}${also}">${pointsText(earned)}${judged < possible ? '?' : ''}`;
}

interface Flag {
  kind: string;
  label: string;
}

/** What an instructor should know of a line, in words. */
export function flagsOf({ counts, attempts, isRunning }: GradebookRow): Flag[] {
  const flags: (Flag | false | undefined)[] = [
    attempts === 0 && { kind: 'plain', label: 'nothing handed in' },
    isRunning && { kind: 'plain', label: 'running' },
    counts?.status === 'not_gradable' && { kind: 'not_gradable', label: 'not gradable' },
    counts?.needsEyes && { kind: 'warn', label: 'needs eyes' },
    counts?.status === 'provisional' && { kind: 'partial', label: 'provisional' },
    counts?.late != null && { kind: 'plain', label: counts.late.deducted > 0 ? `late −${pointsText(counts.late.deducted)}` : 'late' },
    counts?.isOverridden && { kind: 'plain', label: 'override' },
    counts?.hasOtherRubric && { kind: 'plain', label: 'other rubric' },
  ];
  return flags.filter((flag) => flag !== false && flag !== undefined);
}

/** The line of means, over the lines that are shown and have points. */
export function meanRow(rows: readonly GradebookRow[], columns: readonly Column[]): Html {
  const graded = rows.filter(isGraded);
  const totals = meanCell(graded.map(({ counts }) => counts.counted));
  const cells = columns.map(({ id }) => meanCell(graded.flatMap((row) => pointsIn(row, id)?.earned ?? [])));
  return raw(`<tr class="mean"><th scope="row">Mean <small>of ${graded.length} with points</small></th>${totals}${cells.join('')}<td>${attemptsMean(rows)}<td><td></tr>`);
}


function meanCell(points: number[]): string {
  const average = mean(points);
  return `<td>${pointsText(average === null ? null : Math.round(average))}`;
}

function attemptsMean(rows: readonly GradebookRow[]): string {
  return mean(rows.map(({ attempts }) => attempts))?.toFixed(1) ?? '–';
}
