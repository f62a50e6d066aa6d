import { expect, test } from 'vitest';
import { readSandboxOutput } from './sandbox-output.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

test('runs come with their output and logs, refusals with their reason', () => {
  const { runs, refused } = readSandboxOutput(
    [`@run one 3 120 ${base64('✓ open\n')}`, `@log one calls ${base64('ping -c 1 x\n')}`, `@no-sandbox two ${base64('no overlay')}`].join('\n'),
  );
  expect(runs.get('one')).toMatchObject({ exit: 3, durationMs: 120, output: '✓ open\n' });
  expect(runs.get('one')?.logs.get('calls')).toBe('ping -c 1 x\n');
  expect(refused.get('two')).toBe('no overlay');
});

test('lines of other kinds, logs of no run and second answers for one run change nothing', () => {
  const { runs } = readSandboxOutput(`noise\n@log none a ${base64('x')}\n@run one 0 1 ${base64('first')}\n@run one 0 1 ${base64('second')}\n@run two\n`);
  expect([...runs.keys()]).toEqual(['one', 'two']);
  expect(runs.get('one')?.output).toBe('first');
});
