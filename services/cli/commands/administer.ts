import { type Command, Option } from 'commander';
import type { Database } from '#db/database.ts';
import type * as Actions from '../actions/administer.ts';
import type { SignInLinkOptions, TokenFilter, TokenOptions } from '../actions/administer.ts';
import { builtInRubricFile } from '../built-in-rubric.ts';
import { UsageError } from '../usage-error.ts';

/** `migrate`, `token create`, `sign-in-link create`, `course create`, `assignment create`, `roster import`. What is made is printed alone on stdout. */
export function addAdministerCommands(program: Command): void {
  program
    .command('migrate')
    .description('Bring the database of DATABASE_URL up to the newest schema')
    .action(() => administer((actions) => actions.migrate()));

  const token = program.command('token').description('API tokens');

  token
    .command('list')
    .description('List the tokens of a course or of a person that still open something, newest first')
    .option('--course <id>', 'those that are limited to this course')
    .option('--user <id>', 'those of this person')
    .action((options: TokenFilter) => administer((actions, db) => actions.listTokens(db, options)));

  token
    .command('revoke')
    .description('Revoke tokens: they open nothing any more')
    .argument('<id...>', 'ids of tokens, as `token list` and the API tell them')
    .action((ids: string[]) => administer((actions, db) => actions.revokeTokens(db, ids)));

  token
    .command('create')
    .description('Make a person and an API token, and print the token: it is shown this once')
    .requiredOption('--user <name>', 'name of the person')
    .option('--email <address>', 'e-mail address')
    .option('--external-id <id>', "the LMS's own id: who has it already gets the token")
    .option('--staff', 'may make courses and sees all of them', false)
    .option('--course <id>', 'make the person a member of this course')
    .addOption(new Option('--role <role>', 'role in that course').choices(['student', 'instructor']).default('instructor'))
    .option('--expires <date>', 'last day of the token, YYYY-MM-DD', readDate)
    .action((options: TokenOptions) => administer((actions, db) => actions.createPersonToken(db, options)));

  program
    .command('sign-in-link')
    .description('Links that sign a browser in, once')
    .command('create')
    .description('Make a sign-in link and print it: it is shown this once. NETGRADER_URL is the address that it begins with')
    .requiredOption('--user <id>', 'id, e-mail address or id in the LMS of the person')
    .option('--course <id>', 'the only course that it opens, without staff rights (default: all of theirs)')
    .option('--days <number>', 'days for which it may be used', readDays, 7)
    .action((options: SignInLinkOptions) => administer((actions, db) => actions.createPersonLink(db, options)));

  program
    .command('course')
    .description('Courses')
    .command('create')
    .description('Make a course and print its id')
    .argument('<name>')
    .requiredOption('--ends <date>', "last day of the course, YYYY-MM-DD: the grader's keys expire some time after", readDate)
    .action((name: string, options: { ends: Date }) => administer((actions, db) => actions.createCourse(db, name, options)));

  program
    .command('assignment')
    .description('Assignments')
    .command('create')
    .description('Make an assignment and print its id')
    .argument('<title>')
    .requiredOption('--course <id>', 'course that it belongs to')
    .option('--rubric <file>', 'a rubric file (default: the built-in one)', builtInRubricFile)
    .action((title: string, options: { course: string; rubric: string }) =>
      administer((actions, db) => actions.createAssignment(db, title, options)),
    );

  program
    .command('roster')
    .description('Rosters')
    .command('import')
    .description("Add the people of a CSV file to a course (columns id, name, email, role; the LMS's own ids are kept)")
    .argument('<file>')
    .requiredOption('--course <id>', 'course that they belong to')
    .option('--tokens', 'make a token for each of them and print them as CSV', false)
    .action((file: string, options: { course: string; tokens: boolean }) =>
      administer((actions, db) => actions.importRosterFile(db, file, options)),
    );
}

/** Loads the actions and the database, which takes longer than everything else, when a command needs them. */
async function administer(use: (actions: typeof Actions, db: Database) => Promise<void>): Promise<void> {
  const [actions, { withDatabase }] = await Promise.all([import('../actions/administer.ts'), import('../with-database.ts')]);
  await withDatabase((db) => use(actions, db));
}

function readDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 366) return days;
  throw new UsageError(`“${text}” is no number of days (--days). Write 1 to 366.`);
}

function readDate(text: string): Date {
  const date = new Date(`${text}T23:59:59Z`);
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new UsageError(`“${text}” is not a date. Write YYYY-MM-DD.`);
}
