import { describe, expect, test } from 'vitest';
import { localText, readLocal } from './local-time.ts';

const berlin = 'Europe/Berlin';
const read = (text: string, zone = berlin, was?: string) => {
  const found = readLocal(text, zone, was === undefined ? null : new Date(was));
  return found.ok ? found.moment.toISOString() : found.why;
};

describe('a time on the wall', () => {
  test.each([
    ['in winter', '2026-01-31T23:59', berlin, '2026-01-31T22:59:00.000Z'],
    ['in summer', '2026-07-31T23:59', berlin, '2026-07-31T21:59:00.000Z'],
    ['with seconds', '2026-07-31T23:59:59', berlin, '2026-07-31T21:59:59.000Z'],
    ['the last minute before clocks are put forward', '2026-03-29T01:59', berlin, '2026-03-29T00:59:00.000Z'],
    ['the first minute after that', '2026-03-29T03:00', berlin, '2026-03-29T01:00:00.000Z'],
    ['the last minute before clocks are put back', '2026-10-25T01:59', berlin, '2026-10-24T23:59:00.000Z'],
    ['an hour that comes twice: the later one', '2026-10-25T02:30', berlin, '2026-10-25T01:30:00.000Z'],
    ['the first minute after that hour', '2026-10-25T03:00', berlin, '2026-10-25T02:00:00.000Z'],
    ['the evening before a change', '2026-03-28T23:59', berlin, '2026-03-28T22:59:00.000Z'],
    ['the evening of the day of a change', '2026-03-29T23:59', berlin, '2026-03-29T21:59:00.000Z'],
    ['half an hour of change, twice: the later one', '2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T15:15:00.000Z'],
    ['in the west', '2026-11-01T01:30', 'America/New_York', '2026-11-01T06:30:00.000Z'],
    ['with quarter hours', '2026-01-01T00:00', 'Asia/Kathmandu', '2025-12-31T18:15:00.000Z'],
    ['in UTC', '2026-03-29T02:30', 'UTC', '2026-03-29T02:30:00.000Z'],
  ])('%s', (_what, text, zone, moment) => {
    expect(read(text, zone)).toBe(moment);
    expect(localText(new Date(moment), zone)).toBe(text);
  });

  test.each([
    ['in the hour that clocks skip', '2026-03-29T02:30', 'skipped'],
    ['on a day that there is not', '2026-02-30T12:00', 'unreadable'],
    ['at an hour that there is not', '2026-02-01T25:00', 'unreadable'],
    ['in the year 0', '0000-01-01T00:00', 'unreadable'],
    ['that is none', 'tomorrow', 'unreadable'],
  ])('%s is told from others', (_what, text, why) => {
    expect(read(text)).toBe(why);
  });

  test('that was not touched stays the same moment, the earlier of two included', () => {
    const earlier = '2026-10-25T00:30:00.000Z';
    expect(localText(new Date(earlier), berlin)).toBe('2026-10-25T02:30');
    expect(read('2026-10-25T02:30', berlin, earlier)).toBe(earlier);
    expect(read('2026-10-25T02:31', berlin, earlier)).toBe('2026-10-25T01:31:00.000Z');
    expect(read('2026-07-31T23:59:59', berlin, '2026-07-31T21:59:59.250Z')).toBe('2026-07-31T21:59:59.250Z');
  });

  test('a day on which a whole day was skipped is told', () => {
    expect(read('2011-12-30T12:00', 'Pacific/Apia')).toBe('skipped');
  });
});
