import { median } from 'simple-statistics';
import type { CheckPreview, PointsChange } from '#db/queries/regrade-preview.ts';
import type { CheckChange } from '#rubric/check-changes.ts';
import type { Hundredths } from '#rubric/points.ts';

/** What a change of rules does to a class, counted. */
export interface ImpactCounts {
  /** That came to points, before or after. */
  judged: number;
  up: number;
  down: number;
  /** Other checks earn, and the sum is the same. */
  sameSum: number;
  unchanged: number;
  /** No grade came out of what is kept of them. */
  notJudged: number;
  /** Of those whose points change; null: nobody's do. */
  medianChange: Hundredths | null;
}

/** Where there was no grade, any points are a gain. */
export function countImpact(changes: readonly PointsChange[]): ImpactCounts {
  const judged = changes.filter(({ after }) => after !== null);
  const moved = judged.map(({ before, after }) => (after ?? 0) - (before ?? 0));
  const differing = moved.filter((by) => by !== 0);
  const sameSum = judged.filter(({ before, after, isChanging }) => (before ?? 0) === after && isChanging).length;
  return {
    judged: judged.length,
    up: moved.filter((by) => by > 0).length,
    down: moved.filter((by) => by < 0).length,
    sameSum,
    unchanged: judged.length - differing.length - sameSum,
    notJudged: changes.length - judged.length,
    medianChange: differing.length === 0 ? null : Math.round(median(differing)),
  };
}

/** How many have so many points, in steps from 0 up; `before` and `after` side by side. */
export interface DistributionStep {
  from: Hundredths;
  /** Exclusive, but in the last step. */
  to: Hundredths;
  before: number;
  after: number;
}

const steps = 10;

/** Ten steps of whole points. Who has no points before or after is in none. */
export function distribution(changes: readonly PointsChange[], possible: Hundredths): DistributionStep[] {
  const most = Math.max(possible, 100, ...changes.flatMap(({ before, after }) => [before ?? 0, after ?? 0]));
  const width = Math.max(10, Math.ceil(most / steps / 10) * 10);
  const count = Math.max(1, Math.ceil(most / width));
  const stepOf = (points: Hundredths): number => Math.min(count - 1, Math.floor(points / width));
  const made = Array.from({ length: count }, (_, index) => ({ from: index * width, to: (index + 1) * width, before: 0, after: 0 }));
  for (const { before, after } of changes) {
    const [was, becomes] = [made[stepOf(before ?? 0)], made[stepOf(after ?? 0)]];
    if (before !== null && was) was.before += 1;
    // Where nothing came out, the grade stays what it is.
    if (after !== null && becomes) becomes.after += 1;
    else if (before !== null && was) was.after += 1;
  }
  return made;
}

/** Changes of many grades counted by check, most changes first. */
export function checkPreviews(grades: readonly (readonly CheckChange[])[]): CheckPreview[] {
  const byCheck = Map.groupBy(grades.flat(), ({ check }) => check);
  const ordered = [...byCheck].toSorted(([a, some], [b, others]) => others.length - some.length || a.localeCompare(b));
  return ordered.map(([check, changes]) => {
    const moved = changes.map(({ before, after }) => (after ?? 0) - (before ?? 0));
    const [up, down] = [moved.filter((by) => by > 0), moved.filter((by) => by < 0)];
    return { check, gaining: up.length, losing: down.length, gained: sumOf(up), lost: 0 - sumOf(down) };
  });
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
