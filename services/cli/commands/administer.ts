import { type Command, Option } from 'commander';
import { createToken, createTokens } from '#db/queries/api-tokens.ts';
import { insertAssignment } from '#db/queries/assignments.ts';
import { insertCourse, selectOptionalCourse } from '#db/queries/courses.ts';
import { upsertMembership } from '#db/queries/memberships.ts';
import { importRoster } from '#db/queries/roster.ts';
import { ensureRubric } from '#db/queries/rubrics.ts';
import { insertUser } from '#db/queries/users.ts';
import type { Database } from '#db/database.ts';
import { type Role, roles } from '#db/schema/memberships.ts';
import { parseRoster } from '../roster-file.ts';
import { builtInRubricFile, readRubric, readTextFile } from '../rubric-file.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

/** `migrate`, `token create`, `course create`, `assignment create`, `roster import`. What is made is printed alone on stdout. */
export function addAdministerCommands(program: Command): void {
  program
    .command('migrate')
    .description('Bring the database of DATABASE_URL up to the newest schema')
    .action(() => withDatabase(() => Promise.resolve(note('The database is up to date.'))));

  program
    .command('token')
    .description('API tokens')
    .command('create')
    .description('Make a person and an API token, and print the token: it is shown this once')
    .requiredOption('--user <name>', 'name of the person')
    .option('--email <address>', 'e-mail address')
    .option('--external-id <id>', "the LMS's own id: who has it already gets the token")
    .option('--staff', 'may make courses and sees all of them', false)
    .option('--course <id>', 'make the person a member of this course')
    .addOption(new Option('--role <role>', 'role in that course').choices(roles).default('instructor'))
    .option('--expires <date>', 'last day of the token, YYYY-MM-DD', readDate)
    .action((options: TokenOptions) => withDatabase((db) => createPersonToken(db, options)));

  program
    .command('course')
    .description('Courses')
    .command('create')
    .description('Make a course and print its id')
    .argument('<name>')
    .requiredOption('--ends <date>', "last day of the course, YYYY-MM-DD: the grader's keys expire some time after", readDate)
    .action((name: string, { ends }: { ends: Date }) =>
      withDatabase(async (db) => print((await insertCourse(db, { name, endsAt: ends })).id)),
    );

  program
    .command('assignment')
    .description('Assignments')
    .command('create')
    .description('Make an assignment and print its id')
    .argument('<title>')
    .requiredOption('--course <id>', 'course that it belongs to')
    .option('--rubric <file>', 'a rubric file (default: the built-in one)', builtInRubricFile)
    .action((title: string, options: { course: string; rubric: string }) =>
      withDatabase((db) => createAssignment(db, title, options)),
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
      withDatabase((db) => importRosterFile(db, file, options)),
    );
}

interface TokenOptions {
  user: string;
  email?: string;
  externalId?: string;
  staff: boolean;
  course?: string;
  role: Role;
  expires?: Date;
}

async function createPersonToken(db: Database, options: TokenOptions): Promise<void> {
  const { user: name, email = null, externalId = null, staff: isStaff, course, role, expires = null } = options;
  if (course !== undefined) await courseById(db, course);
  const token = await db.transaction(async (tx) => {
    const user = await insertUser(tx, { name, email, externalId, isStaff });
    if (course !== undefined) await upsertMembership(tx, { courseId: course, userId: user.id, role, externalId });
    return createToken(tx, { userId: user.id, name: 'command line', expiresAt: expires });
  });
  note(`Token for ${name}; it is shown this once.`);
  print(token.token);
}

async function createAssignment(db: Database, title: string, options: { course: string; rubric: string }): Promise<void> {
  readRubric(options.rubric);
  await courseById(db, options.course);
  const rubric = await ensureRubric(db, readTextFile(options.rubric, 'rubric'));
  const assignment = await insertAssignment(db, { courseId: options.course, rubricId: rubric.id, title });
  note(`Assignment with rubric ${rubric.slug} ${rubric.version}.`);
  print(assignment.id);
}

async function importRosterFile(db: Database, file: string, options: { course: string; tokens: boolean }): Promise<void> {
  const entries = parseRoster(readTextFile(file, 'roster'), file);
  await courseById(db, options.course);
  const lines = await db.transaction(async (tx) => {
    const ids = await importRoster(tx, options.course, entries);
    if (!options.tokens) return [];
    const tokens = await createTokens(
      tx,
      entries.map(({ externalId }) => ({ userId: ids.get(externalId) ?? '', name: 'roster', courseId: options.course })),
    );
    const made = entries.map(({ externalId, name }, index) => csvLine([externalId, name, tokens[index]?.token ?? '']));
    return ['id,name,token', ...made];
  });
  note(`${entries.length} people are in the course.`);
  if (lines.length > 0) print(lines.join('\n'));
}

/** Cells that a spreadsheet would take for a formula are led by a quote. */
function csvLine(cells: string[]): string {
  return cells.map((cell) => `"${cell.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`).join(',');
}

async function courseById(db: Database, id: string): Promise<void> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  const course = isId ? await selectOptionalCourse(db, id) : null;
  if (!course) throw new UsageError(`There is no course ${id} (--course). \`netgrader course create\` makes one and prints its id.`);
}

function readDate(text: string): Date {
  const date = new Date(`${text}T23:59:59Z`);
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new UsageError(`“${text}” is not a date. Write YYYY-MM-DD.`);
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
