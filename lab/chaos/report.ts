import os from 'node:os';
import type { FaultKind } from './faults.ts';
import type { NightResult } from './night-run.ts';
import type { RescoreResult } from './rescore-run.ts';
import type { StormResult } from './storm-run.ts';
import type { Finding } from './verdict.ts';

export interface ChaosResults {
  storms: StormResult[];
  rescores: RescoreResult[];
  nights: NightResult[];
}

const faultNames: Record<FaultKind, string> = {
  'worker-kill': 'workers killed (SIGKILL)',
  'worker-stop': 'workers stopped past lock and lease, and continued',
  'redis-kill-keeping': 'Redis killed, its data kept',
  'redis-kill-losing': 'Redis killed, its data lost',
  'postgres-kill': 'Postgres killed',
  'api-kill': 'API killed',
  'cut-postgres': 'connections to Postgres cut',
  'cut-redis': 'connections to Redis cut',
  'cut-hosts': 'connections to hosts cut',
};

/** Whether everything held. */
export function allHeld({ storms, rescores, nights }: ChaosResults): boolean {
  return [...storms, ...rescores, ...nights].every(({ findings }) => findings.every(({ broken }) => broken === 0));
}

/** The results as Markdown. Names the machine by what it has, not by its name. */
export function renderReport({ storms, rescores, nights }: ChaosResults, { date, command }: { date: string; command: string }): string {
  const machine = `${os.cpus().length} cores (${os.cpus()[0]?.model ?? 'unknown'}), ${Math.round(os.totalmem() / 2 ** 30)} GiB, Linux ${os.release()}, Node ${process.version}`;
  const lines = [
    '# Reliability',
    '',
    `Written by \`${command}\` on ${date}. Machine: ${machine}, everything on it: API, workers, Postgres, Redis, hosts and the suite.`,
    '',
    'All parts are real processes. The hosts are **recorded**: each plays, over a real SSH server on an address of its own, what a live lab',
    'host once answered, in 0.2 to 1.2 s. Postgres runs with its own defaults, Redis with an append-only file.',
  ];
  if (storms.length > 0) lines.push(...stormSection(storms));
  if (rescores.length > 0) lines.push(...rescoreSection(rescores));
  if (nights.length > 0) lines.push(...nightSection(nights));
  return `${lines.join('\n')}\n`;
}

function stormSection(storms: StormResult[]): string[] {
  const [first] = storms as [StormResult];
  const { lockSeconds, longestCutSeconds, retrySeconds, stormMs } = first.settings;
  return [
    '',
    '## A storm of faults',
    '',
    `Submissions over HTTP, each repeated under its Idempotency-Key until it is answered with 2xx, during ${Math.round(stormMs / 1000)} s of faults whose kind,`,
    `time and victim a seed decides. Cuts last 1 to ${longestCutSeconds} s. Locks and leases of ${lockSeconds} s instead of 30 s (\`NETGRADER_LOCK_SECONDS\`)${
      retrySeconds ? `, waits of ${retrySeconds} s after transport faults` : ''
    }. Of the four workers: ${first.handicaps.join('; ')}.`,
    '',
    ...table(
      ['', ...storms.map(({ settings }) => `queue in ${settings.backend}`)],
      [
        ['seed', ...storms.map(({ settings }) => settings.seed)],
        ['submissions', ...storms.map(({ settings }) => settings.submissions)],
        ...(Object.keys(faultNames) as FaultKind[]).map((kind) => [faultNames[kind], ...storms.map(({ faults }) => faults[kind])]),
        ['HTTP requests for the submissions', ...storms.map(({ requests }) => requests)],
        ['grading runs', ...storms.map(({ runs }) => runs.all)],
        ['of them ended by a fault', ...storms.map(({ runs }) => runs.failed)],
        ['of them vanished with their worker', ...storms.map(({ runs }) => runs.vanished)],
        ['visits beside that of a stopped worker', ...storms.map(({ overlaps }) => overlaps.whileStopped)],
        ['the longest of these once it went on, ms', ...storms.map(({ overlaps }) => overlaps.longestAfterContinueMs)],
        ['processes that ended by themselves and were started again', ...storms.map(({ crashes }) => crashes)],
        ['seconds in all', ...storms.map(({ seconds }) => seconds)],
        ...findingRows(storms),
      ],
    ),
  ];
}

function rescoreSection(rescores: RescoreResult[]): string[] {
  return [
    '',
    '## A regrade by rescoring, its worker killed on the way',
    '',
    'Then seven grades are overridden, and the regrade is undone: all others must be as before, byte for byte.',
    '',
    ...table(
      ['', ...rescores.map(({ backend }) => `queue in ${backend}`)],
      [
        ['grades', ...rescores.map(({ grades }) => grades)],
        ['kills of the worker', ...rescores.map(({ kills }) => kills)],
        ['seconds, preview and undo included', ...rescores.map(({ seconds }) => seconds)],
        ...findingRows(rescores),
      ],
    ),
  ];
}

function nightSection(nights: NightResult[]): string[] {
  return [
    '',
    '## Deadline night',
    '',
    'Students hand in while a regrade visits the machines of others again, two workers for both.',
    '',
    ...table(
      ['', ...nights.map(({ backend }) => `queue in ${backend}`)],
      [
        ['students', ...nights.map(({ students }) => students)],
        ['within, s', ...nights.map(({ withinMs }) => withinMs / 1000)],
        ['machines of the regrade', ...nights.map(({ batch }) => batch)],
        ['of them visited meanwhile', ...nights.map(({ batchDone }) => batchDone)],
        ['answer to a submission, ms: median / 99th percentile / longest', ...nights.map(({ answer }) => spread(answer))],
        ['start of its run, s: median / 99th percentile / longest', ...nights.map(({ start }) => spread(start))],
        ...findingRows(nights),
      ],
    ),
  ];
}

function findingRows(results: readonly { findings: Finding[] }[]): (string | number)[][] {
  const [first] = results;
  return (first?.findings ?? []).map(({ what }, index) => [what, ...results.map(({ findings }) => `**${findings[index]?.broken}**`)]);
}

function spread({ median, p99, longest }: NightResult['answer']): string {
  return `${median} / ${p99} / ${longest}`;
}

function line(cells: (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

function table(head: (string | number)[], rows: (string | number)[][]): string[] {
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)];
}
