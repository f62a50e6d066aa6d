import { type Command, Option } from 'commander';
import type * as Actions from '../actions/regrade.ts';
import type { ConfirmOptions, StartOptions } from '../regrade/start.ts';
import type { StepName, StepOptions } from '../regrade/steps.ts';
import { regradeHolds } from '#db/schema/regrades.ts';
import { UsageError } from '../usage-error.ts';

const exits = '(exit 0: over, 1: something failed, was held or left alone, 2: bad usage, 4: not confirmed, 130: not watched to its end)';

/** `netgrader regrade`: many submissions again, previewed, confirmed, watched and undone as a whole. */
export function addRegradeCommands(program: Command): void {
  const regrade = program
    .command('regrade')
    .summary('Grade submissions of an assignment again: preview, confirm, watch, undo')
    .description(`Grade submissions of an assignment again, on the database of DATABASE_URL ${exits}`);

  addConfirmation(regrade.command('start'))
    .summary('Make a regrade, show what it would change, ask, and see it through')
    .description(`Make a regrade, print its id and what it would change, ask, and see it through ${exits}`)
    .requiredOption('--assignment <id>', 'the assignment')
    .addOption(new Option('--kind <kind>', 'rescore: from what is kept, no machine is visited; recollect: visit the machines again').choices(['rescore', 'recollect']).makeOptionMandatory())
    .requiredOption('--reason <text>', 'why; students’ grades and the audit log show it')
    .option('--rubric <rubric>', "a rubric file, or a version or id in the database (default: the assignment's)")
    .addOption(list('--student <person...>', "only of these students: id, e-mail address or the LMS's id"))
    .addOption(list('--submission <id...>', 'only these submissions'))
    .option('--check <id>', 'only where this check is in the grade; with --outcome, where it ended so')
    .addOption(new Option('--outcome <outcome>', 'only where a check ended so').choices(['passed', 'partial', 'failed', 'not_gradable']))
    .option('--least <points>', 'only grades of at least so many points', readPoints)
    .option('--most <points>', 'only grades of at most so many points', readPoints)
    .option('--not-gradable', 'only what could not be graded', false)
    .option('--stale', 'only what was graded under another rubric', false)
    .action((options: StartOptions) => run((actions) => actions.withWorkers((context) => actions.startRegrade(context, options))));

  addConfirmation(regrade.command('confirm'))
    .summary('Show again what a regrade would change, ask, and see it through')
    .description(`Show again what a regrade would change, ask, and see it through ${exits}`)
    .argument('<id>')
    .action((id: string, options: ConfirmOptions) => run((actions) => actions.withWorkers((context) => actions.confirmExisting(context, id, options))));

  regrade
    .command('list')
    .description("List an assignment's regrades, newest first")
    .requiredOption('--assignment <id>', 'the assignment')
    .action(({ assignment }: { assignment: string }) => run((actions) => actions.withRecords((db) => actions.listRegrades(db, assignment))));

  regrade
    .command('show')
    .summary('Show what a regrade changes, how it stands, and what failed or was held')
    .description(`Show what a regrade changes, how it stands, and what failed or was held ${exits}`)
    .argument('<id>')
    .option('--watch', 'watch it to its end', false)
    .action((id: string, options: { watch: boolean }) => run((actions) => actions.withWorkers((context) => actions.showRegrade(context, id, options))));

  addStep(regrade, 'pause', 'Begin nothing new; what is being visited ends');
  addStep(regrade, 'resume', 'Go on with what was paused, and watch it');
  addStep(regrade, 'cancel', 'Leave what is not done yet as it is; what was done stays until it is undone');
  addStep(regrade, 'retry', 'Take up those that failed, and only those, and watch it');
  addPerson(regrade.command('accept'))
    .description('Let grades that were held take the place of those that stand (exit 1: some are still held)')
    .argument('<id>')
    .addOption(list('--submission <id...>', 'only of these submissions'))
    .option('--reason <text>', 'why, for the audit log')
    .action((id: string, options: StepOptions & { submission: string[] }) => run((actions) => actions.withRecords((db) => actions.acceptHeld(db, id, options))));

  addStep(regrade, 'undo', 'Make every grade the one before again, save those that changed since, which are listed (exit 1)');
}

function addConfirmation(command: Command): Command {
  return addPerson(command)
    .option('--yes', 'do not ask', false)
    .option('--adopt', 'give the assignment this rubric, for what is handed in later', false)
    .addOption(new Option('--hold <which>', 'of a recollect, which grades wait for your word: all, so that you see first what changes; those that came out worse; none').choices(regradeHolds).default('all'));
}

function addPerson(command: Command): Command {
  return command.addOption(new Option('--by <person>', "the instructor who does it: id, e-mail address or the LMS's id").env('NETGRADER_BY').makeOptionMandatory());
}

function addStep(regrade: Command, name: StepName, what: string): void {
  addPerson(regrade.command(name))
    .description(what)
    .argument('<id>')
    .option('--reason <text>', 'why, for the audit log')
    .action((id: string, options: StepOptions) => run((actions) => actions.withWorkers((context) => actions.takeStep(context, name, id, options))));
}

async function run(use: (actions: typeof Actions) => Promise<number>): Promise<void> {
  process.exitCode = await use(await import('../actions/regrade.ts'));
}

function list(flags: string, what: string): Option {
  return new Option(flags, what).default([], 'all').argParser((value: string, before: string[]) => [...before, value]);
}

function readPoints(text: string): number {
  const points = Number(text);
  if (/^\d+(\.\d{1,2})?$/.test(text)) return points;
  throw new UsageError(`“${text}” is no number of points. Write a number such as 60 or 62.5.`);
}
