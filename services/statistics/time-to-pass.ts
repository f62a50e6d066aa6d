import { median } from './summary.ts';

/** A student who has handed in: how long after the first submission the points were reached; null: not yet. */
export interface Progress {
  attempts: number;
  hoursToPass: number | null;
}

export interface TimeToPass {
  students: number;
  passed: number;
  /** Over those who passed; null for none. */
  medianHours: number | null;
  /** Rising: after so many hours, so many have passed. Begins at 0 hours. */
  curve: { hours: number; passed: number }[];
}

/** How quickly a class got there, counted from each student's own first submission. */
export function timeToPass(students: readonly Progress[]): TimeToPass {
  const hours = students.flatMap(({ hoursToPass }) => hoursToPass ?? []).toSorted((a, b) => a - b);
  const curve = [{ hours: 0, passed: 0 }];
  for (const [n, each] of hours.entries()) {
    const last = curve.at(-1);
    if (last?.hours === each) last.passed = n + 1;
    else curve.push({ hours: each, passed: n + 1 });
  }
  return { students: students.length, passed: hours.length, medianHours: median(hours), curve };
}

/** How many have passed within so many hours. */
export function passedWithin(students: readonly Progress[], hours: number): number {
  return students.filter(({ hoursToPass }) => hoursToPass !== null && hoursToPass <= hours).length;
}

/** `40 min`, `5.5 h`, `2.3 days`. */
export function durationText(hours: number): string {
  if (hours < 1) return `${Math.round(hours * 60)} min`;
  return hours < 48 ? `${Number(hours.toFixed(1))} h` : `${Number((hours / 24).toFixed(1))} days`;
}
