import type { GradebookGrade, GradebookRow } from '#db/queries/gradebook.ts';
import type { CriterionPoints } from '#rubric/grade.ts';
import type { GradebookStatus, GradebookView, SortColumn } from './view.ts';

/** A grade that has points: one that could not be formed has none, which is not zero. */
export type Graded = GradebookRow & { counts: GradebookGrade };

export function isGraded(row: GradebookRow): row is Graded {
  return row.counts !== null && row.counts.status !== 'not_gradable';
}

/** The points of a criterion; undefined where there are none or nothing of it could be judged. */
export function pointsIn(row: GradebookRow, criterion: string): CriterionPoints | undefined {
  if (!isGraded(row)) return undefined;
  const points = row.counts.criteria.find(({ id }) => id === criterion);
  return points && points.judged > 0 ? points : undefined;
}

/** Those whom a view shows, in its order. */
export function arrange(rows: readonly GradebookRow[], view: GradebookView): GradebookRow[] {
  const words = fold(view.q).split(/\s+/).filter((word) => word !== '');
  const shown = rows.filter((row) => hasStatus[view.status](row) && isBelow(row, view) && words.every((word) => searched(row).includes(word)));
  const value = valueOf(view.sort);
  const sign = view.direction === 'ascending' ? 1 : -1;
  const compare = view.sort === 'name'
    ? (a: GradebookRow, b: GradebookRow) => sign * byName(a, b)
    : (a: GradebookRow, b: GradebookRow) => order(value(a), value(b), sign) || byName(a, b);
  return shown.toSorted(compare);
}

const hasStatus: Record<GradebookStatus, (row: GradebookRow) => boolean> = {
  all: () => true,
  passed: (row) => isGraded(row) && row.counts.status === 'final' && row.counts.earned === row.counts.possible,
  attention: ({ counts }) => counts !== null && counts.needsEyes,
  'not-gradable': ({ counts }) => counts?.status === 'not_gradable',
  nothing: ({ attempts }) => attempts === 0,
};

function isBelow(row: GradebookRow, { criterion, below }: GradebookView): boolean {
  if (criterion === '') return true;
  const points = pointsIn(row, criterion);
  return points !== undefined && points.earned * 100 < below * points.judged;
}

function valueOf(column: SortColumn): (row: GradebookRow) => number | undefined {
  if (column === 'attempts') return ({ attempts }) => attempts;
  if (column === 'last') return ({ lastHandedIn }) => lastHandedIn?.getTime();
  if (column === 'total' || column === 'name') return (row) => (isGraded(row) ? row.counts.counted : undefined);
  return (row) => pointsIn(row, column)?.earned;
}

/** Who has no value stands last, whichever the direction. */
function order(a: number | undefined, b: number | undefined, sign: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return sign * (a - b);
}

const names = new Intl.Collator('en', { numeric: true });

function byName(a: GradebookRow, b: GradebookRow): number {
  return names.compare(a.name, b.name) || (a.studentId < b.studentId ? -1 : 1);
}

function searched({ name, email, externalId }: GradebookRow): string {
  return fold(`${name}\n${email ?? ''}\n${externalId ?? ''}`);
}

/** Without case and accents: who types `muller` finds Müller. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
