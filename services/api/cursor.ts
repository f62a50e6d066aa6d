import { invalidField } from './problem.ts';

/** Where a page ended, as a text that callers need not understand. */
export function writeCursor(word: 'before' | 'after', place: string): string {
  return Buffer.from(`${word}:${place}`).toString('base64url');
}

/** Throws an ApiProblem (422) for what is no cursor of such a page. */
export function readCursor(word: 'before' | 'after', cursor: string, isPlace: (place: string) => boolean): string {
  const [found, place = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(':');
  if (found !== word || !isPlace(place)) throw invalidField('query.cursor', 'is not one that a page gave you');
  return place;
}
