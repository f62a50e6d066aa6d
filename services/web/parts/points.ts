import { type Hundredths, toPoints } from '#rubric/points.ts';

/** `12.5`; null is an em dash: no points is not zero points. */
export function pointsText(points: Hundredths | null): string {
  return points === null ? '–' : String(toPoints(points));
}

/** `12.5 / 15`. */
export function pointsOfText(earned: Hundredths | null, possible: Hundredths): string {
  return `${pointsText(earned)} / ${pointsText(possible)}`;
}
