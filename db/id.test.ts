import { expect, test } from 'vitest';
import { newId } from './id.ts';

test('ids are UUIDs of version 7 that sort in the order they were made, also when the clock stands still or goes back', () => {
  const ids = Array.from({ length: 10_000 }, () => newId());
  ids.push(newId(1), newId(2));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
