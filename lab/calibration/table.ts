import type { Expectation } from '#rubric/calibration/differences.ts';
import type { Grade } from '#rubric/grade.ts';

const widths = [32, 36, 48];

export const tableHead = `${line('state', 'expected', 'got')}verdict`;

/** One state of the table, and a line below for each difference. */
export function tableRow(state: string, expected: Expectation, grade: Grade | Error, differing: readonly string[]): string {
  const verdict = differing.length === 0 ? 'as expected' : 'DIFFERS';
  return [`${line(state, expectedWords(expected), gradeWords(grade))}${verdict}`, ...differing.map((words) => `    ${words}`)].join('\n');
}

function line(...cells: string[]): string {
  return cells.map((cell, index) => `${cell.padEnd(widths[index] ?? 0)}  `).join('');
}

function expectedWords({ trips, review, earns }: Expectation): string {
  const points = earns === null ? '' : String(earns);
  const marked = review === 'none' ? [] : review;
  return [points, ...lost(trips === 'all' ? [] : trips), ...(marked.length > 0 ? [`review ${marked.length}`] : [])].filter(Boolean).join(' ') || 'everything';
}

function gradeWords(grade: Grade | Error): string {
  if (grade instanceof Error) return 'no grade';
  if (grade.status === 'not_gradable') return 'not gradable';
  const checks = grade.criteria.flatMap((criterion) => criterion.checks);
  const marked = checks.filter(({ review }) => review !== null).length;
  const failed = checks.filter(({ outcome }) => outcome !== 'passed').map(({ id }) => id);
  return [`${grade.earned / 100} of ${grade.possible / 100}`, ...lost(failed), ...(marked > 0 ? [`review ${marked}`] : [])].join(' ');
}

/** One check by name, several by their number. */
function lost(checks: readonly string[]): string[] {
  if (checks.length === 0) return [];
  return [checks.length === 1 ? `−${checks[0]}` : `−${checks.length} checks`];
}
