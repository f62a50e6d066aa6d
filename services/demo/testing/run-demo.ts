import { spawn } from 'node:child_process';
import path from 'node:path';

export interface DemoRun {
  /** Resolves when the text has been printed; rejects when the demo ends without it. */
  printed(text: string): Promise<void>;
  ended: Promise<{ exit: number | null; output: string }>;
  interrupt(): void;
  /** What it has printed so far. */
  output(): string;
}

/** Starts the demo as `npm start -- …` does, with a data folder of its own. */
export function runDemo(dataFolder: string, args: string[], env: NodeJS.ProcessEnv = {}): DemoRun {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '..', 'main.ts'), '--port', '0', ...args], {
    env: { ...process.env, NETGRADER_DATA: dataFolder, ...env },
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<{ exit: number | null; output: string }>((resolve) => {
    child.once('close', (exit) => resolve({ exit, output }));
  });
  return {
    ended,
    output: () => output,
    interrupt: () => void child.kill('SIGINT'),
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (output.includes(text)) resolve();
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`The demo ended without printing “${text}”:\n${output}`)));
      }),
  };
}

/** Each host's total as the demo's table shows it. */
export function totalsShown(output: string): Record<string, string> {
  const lines = output.split('\n').map((line) => line.trim().split(/\s{2,}/));
  const [, ...totals] = lines.find(([first]) => first === 'total') ?? [];
  const names = lines[lines.findIndex(([first = '']) => first.startsWith('──')) - 1] ?? [];
  return Object.fromEntries(names.map((name, index) => [name, totals[index] ?? '']));
}
