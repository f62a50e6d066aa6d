/** Points as integers: one hundredth of a point is the unit of all arithmetic, so that sums are exact. */
export type Hundredths = number;

/** 1.5 points → 150. Throws a RangeError for a value that is no whole number of hundredths. */
export function toHundredths(points: number): Hundredths {
  const hundredths = Math.round(points * 100);
  if (Math.abs(hundredths - points * 100) > 1e-6) {
    throw new RangeError(`${points} is not a whole number of hundredths of a point`);
  }
  return hundredths;
}

/** 150 → 1.5, as JSON and people want it. */
export function toPoints(hundredths: Hundredths): number {
  return hundredths / 100;
}

/** `possible × share`, rounded to the nearest hundredth, never outside 0…possible. */
export function shareOf(possible: Hundredths, share: number): Hundredths {
  return Math.min(possible, Math.max(0, Math.round(possible * share)));
}
