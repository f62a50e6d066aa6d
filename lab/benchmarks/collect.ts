/**
 * `npm run bench`: the collect step on a complete live host against the ssh client with the same script, in turn, in a
 * warm process. Prints the table of docs/benchmarks.md.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { probes } from '#rubric/probes/catalogue.ts';
import { probesNeeded } from '#rubric/rubric.ts';
import { collectorCommand } from '#workers/collect/collect.ts';
import { composeScript } from '#workers/collect/script.ts';
import { builtInRubric, enrolHost, type EnrolledHost, gradeEnrolled } from '../grading.ts';
import { openLab } from '../lab.ts';
import { applyComplete } from '../states.ts';
import { takeOffSshLimit } from './unlimited.ts';
import { wholeGradeTable } from './whole-grade.ts';

const rounds = 20;
const titles = {
  collect: 'netgrader: connect, collect, score',
  ssh: '`ssh HOST` with the same command and script',
  'ssh true': '`ssh HOST true`, for scale',
};
const rubric = builtInRubric();
const script = composeScript({
  nonce: '0123456789abcdef01234567',
  login: 'student',
  deliverables: null,
  parameters: rubric.parameters,
  probes: probesNeeded(rubric).map((id) => probes[id]),
  uploads: [],
});

const lab = await openLab({ log: console.error });
const folder = mkdtempSync(path.join(tmpdir(), 'netgrader-bench-'));
try {
  const host = await lab.boot('bench');
  await applyComplete(host);
  await takeOffSshLimit(host);
  const enrolled = await enrolHost(lab, host);
  writeFileSync(path.join(folder, 'key'), enrolled.privateKey, { mode: 0o600 });
  const times: Record<'collect' | 'ssh' | 'ssh true', number[]> = { collect: [], ssh: [], 'ssh true': [] };
  for (let round = -2; round < rounds; round += 1) {
    const took = {
      collect: await timed(() => gradeEnrolled(enrolled, rubric)),
      ssh: await timed(() => openSsh(enrolled, collectorCommand, script)),
      'ssh true': await timed(() => openSsh(enrolled, 'true', '')),
    };
    if (round >= 0) for (const [name, time] of Object.entries(took)) times[name as keyof typeof times].push(time);
  }
  const { bundle } = await gradeEnrolled(enrolled, rubric);
  console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]?.model}), ${Object.keys(bundle.probes).length} probes, ${script.length} bytes of script, ${rounds} rounds in turn\n`);
  console.log('| | median | fastest | slowest |\n|---|---:|---:|---:|');
  for (const [name, all] of Object.entries(times)) console.log(`| ${titles[name as keyof typeof times]} | ${row(all)} |`);
  console.log(`\ncollect ÷ ssh: ${(median(times.collect) / median(times.ssh)).toFixed(2)} (target: at most 1.5)\n`);
  console.log('| slowest probes | ms |\n|---|---:|');
  const durations = Object.entries(bundle.probes).map(([id, probe]) => [id, probe.status === 'collected' ? probe.durationMs : 0] as const);
  for (const [id, ms] of durations.toSorted((a, b) => b[1] - a[1]).slice(0, 8)) console.log(`| ${id} | ${ms} |`);
  await host.stop();
  console.log(`\n${await wholeGradeTable(lab, rubric)}`);
} finally {
  await lab.close();
  rmSync(folder, { recursive: true });
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await action();
  return performance.now() - started;
}

/** Runs OpenSSH's client with what it needs to ask nothing; resolves when it has ended well. */
function openSsh({ host }: EnrolledHost, command: string, stdin: string): Promise<void> {
  const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR', 'IdentitiesOnly=yes', 'BatchMode=yes'];
  const args = ['-i', path.join(folder, 'key'), ...options.flatMap((option) => ['-o', option]), `netgrader@${host.address}`, command];
  return new Promise((resolve, reject) => {
    const child = spawn('ssh', args, { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdout.resume();
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`ssh ended with ${code}`))));
    child.stdin.end(stdin);
  });
}

function row(all: number[]): string {
  return [median(all), Math.min(...all), Math.max(...all)].map((ms) => `${ms.toFixed(0)} ms`).join(' | ');
}

function median(all: number[]): number {
  const sorted = all.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
}
