import { type Hundredths, toPoints } from '#rubric/points.ts';

/** `1 submission`, `3 submissions`. */
export function counted(number: number, what: string, many = `${what}s`): string {
  return `${number} ${number === 1 ? what : many}`;
}

/** `+1.5`, `−2`, `0`: with a real minus sign. */
export function signedPoints(by: Hundredths): string {
  if (by === 0) return '0';
  return `${by > 0 ? '+' : '−'}${toPoints(Math.abs(by))}`;
}
