import type { ItemPreview, RegradePreview } from '#db/queries/regrade-preview.ts';
import { type Hundredths, toPoints } from '#rubric/points.ts';
import { textTable } from './text-table.ts';

/** What a rescoring would change, or what new visits found, for a terminal of that width. */
export function previewText(preview: RegradePreview, losses: readonly ItemPreview[], width: number): string {
  const { submissions, previewed, changing, gaining, losing, notJudged } = preview;
  const same = changing - gaining - losing;
  const totals = [`${changing} of ${counted(previewed, 'submission')} would change: ${gaining} gain, ${losing} lose${same > 0 ? `, ${same} with the same sum` : ''}`];
  if (previewed < submissions) totals.push(`${counted(submissions - previewed, 'submission')} not looked at`);
  if (notJudged > 0) totals.push(`${counted(notJudged, 'submission')} cannot be judged again and would stay as ${notJudged === 1 ? 'it is' : 'they are'}`);
  const checks = preview.checks.map(({ check, gaining: up, losing: down, gained, lost }) => [check, String(up), signed(gained), String(down), signed(-lost)]);
  const people = losses.map(({ name, before, after, submissionId }) => [name, earned(before), earned(after), signed(after - (before ?? 0)), submissionId]);
  return [
    ...totals,
    ...(checks.length === 0 ? [] : ['', ...textTable([['CHECK', 'GAIN', 'POINTS', 'LOSE', 'POINTS'], ...checks], [1, 2, 3, 4], width)]),
    ...(people.length === 0 ? [] : ['', 'The largest losses', ...textTable([['STUDENT', 'BEFORE', 'AFTER', 'BY', 'SUBMISSION'], ...people], [1, 2, 3], width)]),
  ].join('\n');
}

export function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** `12.50`; `–` where there is no grade. */
export function earned(points: Hundredths | null): string {
  return points === null ? '–' : toPoints(points).toFixed(2);
}

function signed(points: Hundredths): string {
  if (points === 0) return '–';
  return `${points > 0 ? '+' : '−'}${toPoints(Math.abs(points)).toFixed(2)}`;
}
