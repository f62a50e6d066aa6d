import { createInterface } from 'node:readline/promises';
import { note } from './context.ts';

/** Asks on a terminal; elsewhere nobody can answer, and that is a no. */
export async function isConfirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } catch {
    // Ctrl-D or Ctrl-C: no answer is none.
    note('');
    return false;
  } finally {
    terminal.close();
  }
}
