import { setTimeout as after } from 'node:timers/promises';
import { selectCurrentGrades } from '#db/queries/grade-versions.ts';
import { setOverride } from '#db/queries/overrides.ts';
import { selectKept, undoRegrade } from '#db/queries/regrade-undo.ts';
import { confirmRegrade, insertRegrade, type Regrade, selectOptionalRegrade } from '#db/queries/regrades.ts';
import { ensureRubric } from '#db/queries/rubrics.ts';
import { score } from '#rubric/grade.ts';
import { parseRubric } from '#rubric/rubric.ts';
import { builtInRubricFile } from '#services/cli/built-in-rubric.ts';
import { readTextFile } from '#services/cli/rubric-file.ts';
import { openQueues } from '#workers/queues/open-queues.ts';
import { makeChaosCourse } from './course.ts';
import { gradeClass } from './graded-class.ts';
import { startChaosPlatform } from './platform.ts';
import { scratchFolder } from './scratch.ts';
import type { Backend } from './settings.ts';
import type { Finding } from './verdict.ts';

export interface RescoreResult {
  backend: Backend;
  grades: number;
  kills: number;
  findings: Finding[];
  seconds: number;
}

const changedSince = 7;

/** A regrade by rescoring whose worker is killed on the way, again and again, and its undo. */
export async function runRescore({ backend, grades: count, kills }: { backend: Backend; grades: number; kills: number }, options: { log: (line: string) => void; keep?: boolean }): Promise<RescoreResult> {
  using folder = scratchFolder(options);
  await using undo = new AsyncDisposableStack();
  const platform = await startChaosPlatform(folder.path, { backend, workers: 1, lockSeconds: 10, retrySeconds: undefined, handicapped: false });
  undo.defer(() => platform.stop());
  const { db, sealer } = platform;
  const text = readTextFile(builtInRubricFile, 'rubric');
  const [before, changed] = [parseRubric(text), otherPoints(text)];
  const course = await makeChaosCourse(db, sealer, { students: count, answerMs: () => 0 });
  const graded = await gradeClass(db, course, { rubric: before, port: 22 });
  const ids = graded.map(({ submissionId }) => submissionId);
  const rows = async () => new Map((await selectCurrentGrades(db, ids)).map((row) => [row.submissionId, row]));
  const first = await rows();
  const queues = openQueues({ backend: backend === 'redis' && platform.redis ? { kind: 'redis', url: platform.redis.url } : { kind: 'postgres', url: platform.postgres.url } });
  undo.defer(() => queues.close());

  options.log(`${count} grades are scored again, the worker killed ${kills} times on the way`);
  const beganAt = performance.now();
  const rubric = await ensureRubric(db, changed, { userId: course.instructorId });
  const made = await insertRegrade(db, { assignmentId: course.assignmentId, kind: 'rescore', rubricId: rubric.id, filter: {}, reason: 'Two checks change places', userId: course.instructorId });
  const until = async (done: (regrade: Regrade) => boolean): Promise<Regrade> => {
    for (;;) {
      const regrade = (await selectOptionalRegrade(db, made.id)) as Regrade;
      if (done(regrade)) return regrade;
      await after(20);
    }
  };
  await queues.enqueueRegrade(made.id, 1);
  await until(({ state }) => state === 'ready');
  await confirmRegrade(db, { id: made.id, userId: course.instructorId, holds: 'none', adoptRubric: true });
  await queues.enqueueRegrade(made.id, 1);
  let killed = 0;
  for (let kill = 1; kill <= kills; kill++) {
    const { state } = await until(({ counts, state: now }) => count - counts.pending >= (kill * count) / (kills + 1) || now === 'finished');
    if (state === 'finished') break;
    platform.workers[0]?.kill();
    killed += 1;
  }
  const finished = await until(({ state }) => state === 'finished');
  const second = await rows();
  const parsed = parseRubric(changed);
  const expected = new Map(graded.map(({ bundle }) => [bundle, JSON.stringify(score(bundle, parsed))]));
  const wrong = graded.filter(({ submissionId, bundle }) => JSON.stringify(second.get(submissionId)?.document) !== expected.get(bundle));

  const overridden = ids.slice(0, changedSince);
  for (const submissionId of overridden) {
    await setOverride(db, { submissionId, checkId: 'interfaces.modern-tools', earned: 25, reason: 'Shown in the lab', userId: course.instructorId });
  }
  const third = await rows();
  await undoRegrade(db, { id: made.id, userId: course.instructorId });
  const fourth = await rows();
  const kept = (await selectKept(db, made.id)).map(({ submissionId }) => submissionId);
  const isOverridden = new Set(overridden);
  const expectedAfterUndo = (id: string) => (isOverridden.has(id) ? third : first).get(id);
  return {
    backend,
    grades: count,
    kills: killed,
    findings: [
      finding('kills that came too late', Array.from({ length: kills - killed }, () => 'kill')),
      finding('items that did not end well', Array.from({ length: count - finished.counts.applied - finished.counts.unchanged }, () => 'item')),
      finding('grades other than the new rubric gives', wrong.map(({ submissionId }) => submissionId)),
      finding('grades that the undo did not restore byte for byte, or took though they had changed since', ids.filter((id) => JSON.stringify(fourth.get(id)) !== JSON.stringify(expectedAfterUndo(id)))),
      finding('grades changed since that the undo does not list, or others that it does', [...overridden.filter((id) => !kept.includes(id)), ...kept.filter((id) => !isOverridden.has(id))]),
    ],
    seconds: Math.round((performance.now() - beganAt) / 1000),
  };
}

/** The rubric with the points of two checks of one criterion exchanged. */
function otherPoints(text: string): string {
  const exchanged = text
    .replace('interfaces.primary-interface, points: 1 }', 'interfaces.primary-interface, points: 2 }')
    .replace('interfaces.listeners-documented, points: 2 }', 'interfaces.listeners-documented, points: 1 }');
  if (exchanged === text) throw new Error('The two checks whose points change places are not in the rubric any more');
  return exchanged;
}

function finding(what: string, broken: string[]): Finding {
  return { what, broken: broken.length, examples: broken.slice(0, 5) };
}
