import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { countReport, countStep } from './test-counts.ts';
import type { TestCounts, VitestReport } from './test-counts.ts';
import { LEFTOVER_PREFIX } from './testing/leftovers.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Programs of the dependencies, started by path with this Node. */
const TOOLS = {
  tsc: 'node_modules/typescript/bin/tsc',
  oxlint: 'node_modules/oxlint/bin/oxlint',
  vitest: 'node_modules/vitest/vitest.mjs',
};

export function heading(text: string): void {
  process.stdout.write(`\n── ${text}\n`);
}

/** Runs one of the tools over the whole project; it counts as one test. */
export async function runTool(tool: 'tsc' | 'oxlint', args: string[]): Promise<TestCounts> {
  return countStep(await run(TOOLS[tool], args));
}

/** Runs the tests of some Vitest projects; `args` are Vitest's own, such as parts of file names. */
export async function runVitest(projects: string[], args: string[]): Promise<TestCounts> {
  const chosen = projects.map((name) => `--project=${name}`);
  const { report, exitCode } = await withReport((file) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    return run(TOOLS.vitest, ['run', '--passWithNoTests', ...chosen, ...reporters, ...args]);
  });
  return countReport(report as VitestReport | undefined, exitCode);
}

/** How many tests a project has, without running them. */
export async function countTests(project: string, args: string[]): Promise<number> {
  const { report } = await withReport((file) => run(TOOLS.vitest, ['list', `--project=${project}`, `--json=${file}`, ...args]));
  return Array.isArray(report) ? report.length : 0;
}

async function withReport(work: (file: string) => Promise<number>): Promise<{ report: unknown; exitCode: number }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), `${LEFTOVER_PREFIX}${process.pid}-`));
  try {
    const file = path.join(folder, 'report.json');
    const exitCode = await work(file);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    return { report: text === undefined ? undefined : JSON.parse(text), exitCode };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Signals go on to the tool, which cleans up; we end after it, and say so by the exit code of an interrupted run. */
async function run(script: string, args: string[]): Promise<number> {
  const tool = spawn(process.execPath, [path.join(ROOT, script), ...args], { cwd: ROOT, stdio: 'inherit' });
  const forward = (signal: NodeJS.Signals): void => {
    interrupted = signal;
    if (signal !== 'SIGINT' || !process.stdin.isTTY) tool.kill(signal);
  };
  process.on('SIGINT', forward).on('SIGTERM', forward);
  const [status, signal] = (await once(tool, 'exit')) as [number | null, NodeJS.Signals | null];
  process.off('SIGINT', forward).off('SIGTERM', forward);
  return status ?? (signal === null ? 1 : 128 + os.constants.signals[signal]);
}

let interrupted: NodeJS.Signals | undefined;

/** The signal that asked to stop, if one did: what is left to run is not worth starting. */
export function interruption(): NodeJS.Signals | undefined {
  return interrupted;
}
