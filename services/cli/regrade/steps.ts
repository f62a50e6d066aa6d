import { cancelRegrade, pauseRegrade, type Regrade, type RegradeState, type RegradeStep, resumeRegrade, retryFailedItems, selectRegrades } from '#db/queries/regrades.ts';
import { acceptHeldItems } from '#db/queries/regrade-accept.ts';
import { undoRegrade } from '#db/queries/regrade-undo.ts';
import type { Database } from '#db/database.ts';
import { exitStatus, UsageError } from '../usage-error.ts';
import { note, print, type RegradeContext } from './context.ts';
import { assignmentById, instructorNamed, regradeById, submissionIds } from './find.ts';
import { followRegrade } from './follow.ts';
import { counted } from './preview-text.ts';
import { changesText } from './start.ts';
import { report } from './report.ts';
import { countsText } from './outcome-text.ts';
import { printable } from './text-table.ts';

/** Prints an assignment's regrades, newest first. Throws UsageError. */
export async function listRegrades(db: Database, assignmentId: string): Promise<number> {
  const regrades = await selectRegrades(db, (await assignmentById(db, assignmentId)).id);
  for (const regrade of regrades) {
    print(`${regrade.id}  ${regrade.createdAt.toISOString().slice(0, 16)}Z  ${regrade.kind.padEnd(9)}  ${regrade.state.padEnd(10)}  ${countsText(regrade)}`);
    print(`  ${printable(regrade.reason)}`);
  }
  if (regrades.length === 0) note('The assignment has no regrade yet. `netgrader regrade start` makes one.');
  return exitStatus.graded;
}

/** Prints a regrade's preview and how it stands; `watch`: then follows it to its end. Throws UsageError, Interrupted. */
export async function showRegrade(context: RegradeContext, id: string, { watch }: { watch: boolean }): Promise<number> {
  const { db } = context;
  const regrade = await regradeById(db, id);
  print(`${regrade.kind}, begun ${regrade.createdAt.toISOString().slice(0, 16)}Z: ${printable(regrade.reason)}`);
  if (regrade.state !== 'previewing') print(`${await changesText(db, id)}\n`);
  const isUnderWay = regrade.state === 'running' || regrade.state === 'paused';
  return report(db, watch && isUnderWay ? await followRegrade(context, id) : regrade);
}

export interface StepOptions {
  by: string;
  reason?: string;
}

/** What each step needs, and what it is called where it cannot be done. */
const steps = {
  pause: { from: ['running'], take: pauseRegrade },
  resume: { from: ['paused'], take: resumeRegrade },
  cancel: { from: ['previewing', 'ready', 'running', 'paused'], take: cancelRegrade },
  retry: { from: ['finished'], take: retryFailedItems },
  undo: { from: ['finished', 'cancelled'], take: undoRegrade },
} satisfies Record<string, { from: RegradeState[]; take: (db: Database, step: RegradeStep) => Promise<Regrade | null> }>;
export type StepName = keyof typeof steps;

/** Pauses, resumes, cancels, retries or undoes; returns the exit status. Throws UsageError where the regrade's state forbids it, Interrupted. */
export async function takeStep(context: RegradeContext, name: StepName, id: string, { by, reason }: StepOptions): Promise<number> {
  const { db } = context;
  const regrade = await regradeById(db, id);
  const { from, take } = steps[name];
  const userId = await instructorNamed(db, regrade.courseId, by);
  if (name === 'retry' && regrade.counts.failed === 0) throw new UsageError(`No submission of regrade ${id} failed: there is nothing to retry.`);
  const after = await take(db, { id, userId, why: reason ?? null });
  if (!after) throw new UsageError(`Regrade ${id} is ${regrade.state}; to ${name}, it has to be ${alternatives(from)}. \`netgrader regrade show ${id}\` tells more.`);
  if (name === 'resume' || name === 'retry') {
    await context.tell(after);
    return report(db, await followRegrade(context, id));
  }
  const status = await report(db, after);
  // Left alone on purpose: the undoing is done all the same. So is a cancelling.
  return name === 'undo' && after.counts.kept > 0 ? status : exitStatus.graded;
}

/** Lets held grades take the place of those that stand; returns the exit status. Throws UsageError. */
export async function acceptHeld(db: Database, id: string, { by, reason, submission }: StepOptions & { submission: string[] }): Promise<number> {
  const regrade = await regradeById(db, id);
  const userId = await instructorNamed(db, regrade.courseId, by);
  if (regrade.counts.held === 0) throw new UsageError(`Regrade ${id} holds no grade: there is nothing to accept.`);
  const submissions = submissionIds(submission);
  const done = await acceptHeldItems(db, { id, userId, why: reason ?? null, ...(submissions.length === 0 ? {} : { submissions }) });
  if (!done) throw new UsageError(`Regrade ${id} is ${regrade.state}: it has to be begun and not undone. \`netgrader regrade show ${id}\` tells more.`);
  note(`${counted(done.accepted.length, 'grade')} accepted.`);
  for (const left of done.left) note(`Left alone, since it was judged anew meanwhile: ${left}`);
  return report(db, done.regrade);
}

function alternatives(states: readonly string[]): string {
  return states.length === 1 ? `${states[0]}` : `${states.slice(0, -1).join(', ')} or ${states.at(-1)}`;
}
