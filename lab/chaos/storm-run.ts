import { setTimeout as after } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { builtInRubric } from '../grading.ts';
import { makeChaosCourse } from './course.ts';
import { scheduleFaults } from './faults.ts';
import { handIn, type HandedIn } from './hand-in.ts';
import { playRecordedClass } from './hosts/recorded-class.ts';
import { type OverlapCount, overlapWatch } from './overlaps.ts';
import { startChaosPlatform } from './platform.ts';
import { seeded } from './random.ts';
import { scratchFolder } from './scratch.ts';
import type { ChaosSettings } from './settings.ts';
import { type FaultsDone, raiseStorm } from './storm.ts';
import { undisturbedGrades } from './undisturbed.ts';
import { type Finding, judgeStorm, untilSettled } from './verdict.ts';

export interface StormResult {
  settings: ChaosSettings;
  faults: FaultsDone;
  findings: Finding[];
  overlaps: OverlapCount;
  handicaps: string[];
  /** Of grading runs, those among them that ended in a fault, and those whose worker died. */
  runs: { all: number; failed: number; vanished: number };
  /** HTTP requests that the submissions took. */
  requests: number;
  /** Processes of ours that ended by themselves. */
  crashes: number;
  /** Exit statuses of API and workers at SIGTERM. */
  exits: (number | null)[];
  seconds: number;
}

/** Submissions while everything fails, and what became of them. `keep`: leaves logs and data where they are, and says where. */
export async function runStorm(settings: ChaosSettings, { log, keep = false }: { log: (line: string) => void; keep?: boolean }): Promise<StormResult> {
  using folder = scratchFolder({ log, keep });
  const beganAt = performance.now();
  const random = seeded(settings.seed);
  await using undo = new AsyncDisposableStack();
  const platform = await startChaosPlatform(folder.path, { ...settings, handicapped: true });
  undo.defer(() => platform.stop());
  const { db, sealer, workers, api } = platform;
  const course = await makeChaosCourse(db, sealer, { students: settings.submissions, answerMs: () => random.whole(200, 1200) });
  const watch = overlapWatch(() => workers, () => hosts.port);
  const hosts = await playRecordedClass(course.students.map(({ host }) => host), watch);
  undo.defer(() => hosts.stop());
  const undisturbed = await undisturbedGrades({ db, sealer, rubric: builtInRubric(), port: hosts.port }, course);
  log(`${settings.submissions} recorded hosts, ${workers.length} workers (${platform.handicaps.join('; ')}); faults for ${Math.round(settings.stormMs / 1000)} s`);

  const faults = scheduleFaults(settings, random);
  const target = { api: platform.apiUrl, assignment: course.assignmentId, port: hosts.port };
  const arrivals = course.students.map((student) => ({ student, atMs: random.between(0, 0.85) * settings.stormMs }));
  const [done, accepted] = await Promise.all([
    raiseStorm(platform, hosts, faults, random),
    Promise.all(arrivals.map(async ({ student, atMs }): Promise<HandedIn> => {
      await after(atMs);
      return handIn(student, target);
    })),
  ]);
  log('the storm is over');
  await untilSettled(db, 240_000, () => after(250));
  const exits = await Promise.all([api, ...workers].map((one) => one.end(20_000)));
  const findings = await judgeStorm(db, course, accepted, undisturbed);
  const { rows } = await db.execute<StormResult['runs']>(sql`
    select count(*)::int as all, count(*) filter (where error is not null)::int as failed, count(*) filter (where finished_at is null)::int as vanished from grading_runs`);
  return {
    settings,
    faults: done,
    findings: [...findings, { what: 'hosts that two running workers visited at once', broken: watch.count.others.length, examples: watch.count.others.slice(0, 5) }],
    overlaps: watch.count,
    handicaps: platform.handicaps,
    runs: rows[0] as StormResult['runs'],
    requests: accepted.reduce((sum, { requests }) => sum + requests, 0),
    crashes: [api, ...workers].reduce((sum, { crashes }) => sum + crashes, 0),
    exits,
    seconds: Math.round((performance.now() - beganAt) / 1000),
  };
}
