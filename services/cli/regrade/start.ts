import { ensureRubric, selectRubric } from '#db/queries/rubrics.ts';
import { cancelRegrade, confirmRegrade, insertRegrade, type Regrade } from '#db/queries/regrades.ts';
import { selectLargestLosses, selectRegradePreview } from '#db/queries/regrade-preview.ts';
import { selectOptionalAssignment } from '#db/queries/assignments.ts';
import { acceptHeldItems } from '#db/queries/regrade-accept.ts';
import type { RegradeFilter, RegradeHolds, RegradeKind } from '#db/schema/regrades.ts';
import { toHundredths } from '#rubric/points.ts';
import { parseRubric } from '#rubric/rubric.ts';
import { rubricDiff } from '#rubric/rubric-diff.ts';
import { rubricDifferences } from '../calibrated-rubric.ts';
import { namedRubric } from '../named-rubric.ts';
import { politeness } from '../settings.ts';
import { exitStatus, UsageError } from '../usage-error.ts';
import { isConfirmed } from './ask.ts';
import { note, outputWidth, print, type RegradeContext } from './context.ts';
import { assignmentById, instructorNamed, regradeById, studentsNamed, submissionIds } from './find.ts';
import { followPreview, followRegrade } from './follow.ts';
import { counted, previewText } from './preview-text.ts';
import { report } from './report.ts';
import { printable, wrapped } from './text-table.ts';

export interface ConfirmOptions {
  by: string;
  yes: boolean;
  adopt: boolean;
  hold: RegradeHolds;
}

export interface StartOptions extends ConfirmOptions {
  assignment: string;
  kind: RegradeKind;
  rubric?: string;
  student: string[];
  submission: string[];
  check?: string;
  outcome?: NonNullable<RegradeFilter['outcome']>;
  least?: number;
  most?: number;
  notGradable: boolean;
  stale: boolean;
  reason: string;
}

const largestLosses = 10;

/** Makes a regrade, previews it and, where that is confirmed, sees it through; returns the exit status. Throws UsageError, Interrupted. */
export async function startRegrade(context: RegradeContext, options: StartOptions): Promise<number> {
  const { db } = context;
  const assignment = await assignmentById(db, options.assignment);
  const userId = await instructorNamed(db, assignment.courseId, options.by);
  const filter = await filterOf(context, assignment.courseId, options);
  const rubricId = options.rubric === undefined ? assignment.rubricId : await rubricNamed(context, options.rubric, userId);
  const regrade = await insertRegrade(db, { assignmentId: assignment.id, kind: options.kind, rubricId, filter, reason: options.reason, userId });
  note('The regrade’s id:');
  print(regrade.id);
  if (regrade.counts.pending === 0) {
    await cancelRegrade(db, { id: regrade.id, userId, why: 'no submission matches' });
    throw new UsageError('No graded submission of the assignment matches. Leave away some of --student, --submission, --check, --outcome, --least, --most, --not-gradable, --stale.');
  }
  return confirmAndFollow(context, regrade, userId, options);
}

/** Takes up a regrade that was not confirmed yet. Throws UsageError, Interrupted. */
export async function confirmExisting(context: RegradeContext, id: string, options: ConfirmOptions): Promise<number> {
  const regrade = await regradeById(context.db, id);
  return confirmAndFollow(context, regrade, await instructorNamed(context.db, regrade.courseId, options.by), options);
}

async function confirmAndFollow(context: RegradeContext, made: Regrade, userId: string, options: ConfirmOptions): Promise<number> {
  const { db } = context;
  if (made.state === 'previewing' && !(await context.tell(made))) note('The queue does not answer now: see whether its server is up. Workers find the regrade once it is.');
  const ready = made.state === 'previewing' ? await followPreview(context, made.id) : made;
  if (ready.state !== 'ready') throw new UsageError(`Regrade ${made.id} is ${ready.state}: only one that is ready can be confirmed. \`netgrader regrade show ${made.id}\` tells more.`);
  print(await describe(context, ready, options));
  if (!options.yes && !(await isConfirmed('Go on?'))) {
    const by = byOption(options);
    note(`Nothing was changed. To go on, or to drop it:\n  netgrader regrade confirm ${made.id}${by}\n  netgrader regrade cancel ${made.id}${by}`);
    return exitStatus.unconfirmed;
  }
  const confirmed = await confirmRegrade(db, { id: made.id, userId, adoptRubric: options.adopt, holds: options.hold });
  if (!confirmed) throw new UsageError(`Regrade ${made.id} was confirmed or cancelled by somebody else just now. \`netgrader regrade show ${made.id}\` tells how it stands.`);
  await context.tell(confirmed);
  const over = await followRegrade(context, made.id);
  return made.kind === 'recollect' && options.hold === 'all' && over.counts.held > 0 ? decide(context, over, userId, options) : report(db, over);
}

/** Shows what the visits found and, where that is confirmed, lets it count. */
async function decide({ db }: RegradeContext, { id }: Regrade, userId: string, options: ConfirmOptions): Promise<number> {
  print(`\n${await changesText(db, id)}\n`);
  if (!options.yes && !(await isConfirmed('Let these grades take the place of those that stand?'))) {
    note(`No grade was changed. To take them later, all or some:\n  netgrader regrade accept ${id}${byOption(options)}`);
    return exitStatus.unconfirmed;
  }
  const done = await acceptHeldItems(db, { id, userId });
  if (!done) throw new UsageError(`Regrade ${id} was undone by somebody else just now. \`netgrader regrade show ${id}\` tells how it stands.`);
  return report(db, done.regrade);
}

function byOption({ by }: ConfirmOptions): string {
  return process.env['NETGRADER_BY'] === by ? '' : ` --by ${by}`;
}

async function filterOf({ db }: RegradeContext, courseId: string, options: StartOptions): Promise<RegradeFilter> {
  const { student, submission, check, outcome, least, most, notGradable, stale } = options;
  return {
    ...(student.length === 0 ? {} : { students: await studentsNamed(db, courseId, student) }),
    ...(submission.length === 0 ? {} : { submissions: submissionIds(submission) }),
    ...(check === undefined ? {} : { check }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(least === undefined ? {} : { leastEarned: toHundredths(least) }),
    ...(most === undefined ? {} : { mostEarned: toHundredths(most) }),
    ...(notGradable ? { notGradable } : {}),
    ...(stale ? { staleRubric: true } : {}),
  };
}

/** A stored rubric as it is; a file once it grades calibrated hosts as it must. */
async function rubricNamed({ db }: RegradeContext, name: string, userId: string): Promise<string> {
  const { text, stored } = await namedRubric(name, db);
  if (stored) return stored.id;
  note('Holding the rubric against the kept hosts of every state first.');
  const differing = await rubricDifferences(text);
  if (differing.length > 0) {
    throw new UsageError(`${name} grades calibrated hosts otherwise than it must, in ${differing.length} places, e.g. ${differing[0]}. \`netgrader rubric check ${name}\` tells all.`);
  }
  return (await ensureRubric(db, text, { userId })).id;
}

async function describe({ db }: RegradeContext, regrade: Regrade, options: ConfirmOptions): Promise<string> {
  const assignment = await selectOptionalAssignment(db, regrade.assignmentId);
  const [now, after] = await Promise.all([assignment?.rubricId ?? regrade.rubricId, regrade.rubricId].map((id) => selectRubric(db, id)));
  if (!now || !after) throw new Error('selectRubric answers or throws');
  const isOther = now.id !== after.id;
  const changes = isOther ? rubricDiff(parseRubric(now.text), parseRubric(after.text)) : [];
  const width = outputWidth();
  const keeps = `The assignment keeps ${now.version} for what is handed in later; --adopt gives it this one.`;
  return [
    '',
    ...wrapped(`${printable(assignment?.title ?? 'Assignment')}: ${regrade.kind} under ${after.slug} ${after.version}${isOther ? `, now ${now.version}` : ''}`, width),
    ...changes.flatMap((line) => wrapped(`  ${line}`, width)),
    ...(isOther ? wrapped(options.adopt ? 'The assignment will have this rubric for what is handed in later, too.' : keeps, width) : []),
    '',
    ...(regrade.kind === 'rescore' ? [await changesText(db, regrade.id)] : recollectLines(regrade, options).flatMap((line) => wrapped(line, width))),
    '',
  ].join('\n');
}

/** Who gains and loses, by which check, as far as it is known. */
export async function changesText(db: RegradeContext['db'], id: string): Promise<string> {
  return previewText(await selectRegradePreview(db, id), await selectLargestLosses(db, id, largestLosses), outputWidth());
}

const holding: Record<RegradeHolds, string> = {
  all: 'No grade changes by that: what the visits find is shown to you first.',
  worse: 'Grades that come out worse are held, and the old ones stand (--hold worse).',
  none: 'Whatever grade comes out becomes current (--hold none).',
};

function recollectLines({ counts }: Regrade, { hold }: ConfirmOptions): string[] {
  const { total, perSubnet } = politeness();
  return [
    `${counted(counts.pending, 'machine')} would be visited again, at most ${total} at once and ${perSubnet} in one network, after students’ own submissions.`,
    holding[hold],
  ];
}
