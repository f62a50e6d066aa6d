import { describe, expect, test } from 'vitest';
import { barLines } from './progress-bar.ts';
import { previewText } from './preview-text.ts';
import { textTable, wrapped } from './text-table.ts';

const state = { done: 45, total: 300, perMinute: 320, words: '45 applied, 255 pending' };
const longest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

describe('a progress bar', () => {
  test.each([60, 80, 120])('of %i columns fits, with counts, share, rate and time left', (width) => {
    const [bar = '', words] = barLines(state, width);
    expect(bar.length).toBeLessThanOrEqual(width);
    expect(bar).toContain('45/300 · 15 % · 320 a minute · 48 s left');
    expect(words).toBe('  45 applied, 255 pending');
  });

  test('is full when nothing is to do, and tells no rate that is not known', () => {
    expect(barLines({ done: 0, total: 0, perMinute: null, words: '' }, 80)[0]).toBe(`  ${'█'.repeat(40)}  0/0 · 100 %`);
  });

  test('does not say that all is done before it is', () => {
    expect(barLines({ done: 999, total: 1000, perMinute: null, words: '' }, 80)[0]).toContain('99 %');
  });
});

describe('a preview', () => {
  const preview = { submissions: 3, previewed: 3, changing: 3, gaining: 1, losing: 1, notJudged: 1, checks: [{ check: 'ssh.root-login-refused', gaining: 1, losing: 1, gained: 150, lost: 50 }] };
  const loss = { submissionId: '01a20ed3-9bd4-7000-84bf-f8cbb518850e', studentId: '', name: `Maximiliana \u001b[31m${'von '.repeat(20)}`, before: 9950, after: 9900 };

  test.each([80, 120])('fits a terminal of %i columns, with gains, losses and who loses most', (width) => {
    const text = previewText(preview, [loss], width);
    expect(longest(text)).toBeLessThanOrEqual(width);
    expect(text).toContain('3 of 3 submissions would change: 1 gain, 1 lose, 1 with the same sum');
    expect(text).toContain('1 submission cannot be judged again and would stay as it is');
    expect(text).toMatch(/ssh\.root-login-refused +1 +\+1\.50 +1 +−0\.50/);
    expect(text).toMatch(/Maximiliana .*… +99\.50 +99\.00 +−0\.50 +01a20ed3/);
  });

  test('shows no control character of anybody’s name', () => {
    expect(textTable([['a\u001b[2Jb\u202ec', 'x']], [], 80)).toEqual(['  a [2Jb c  x']);
  });
});

test('long sentences break at blanks and go in', () => {
  expect(wrapped('  one two three four', 12)).toEqual(['  one two', '    three', '    four']);
});
