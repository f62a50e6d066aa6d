import { isId, newId } from '#db/id.ts';
import { createToken, createTokens, revokeToken, selectTokens } from '#db/queries/api-tokens.ts';
import { insertAssignment } from '#db/queries/assignments.ts';
import type { Actor } from '#db/queries/audit.ts';
import { insertCourse, selectOptionalCourse } from '#db/queries/courses.ts';
import { upsertMembership } from '#db/queries/memberships.ts';
import { selectPeopleNamed } from '#db/queries/people.ts';
import { importRoster } from '#db/queries/roster.ts';
import { ensureRubric } from '#db/queries/rubrics.ts';
import { createSignInLinks } from '#db/queries/sign-in-links.ts';
import { insertUser } from '#db/queries/users.ts';
import type { Database } from '#db/database.ts';
import type { Role } from '#db/schema/memberships.ts';
import { readApiConfig } from '../../api/config.ts';
import { csvLines } from '../../exports/cells.ts';
import { builtInRubricFile } from '../built-in-rubric.ts';
import { rubricDifferences } from '../calibrated-rubric.ts';
import { parseRoster } from '../roster-file.ts';
import { readRubric, readTextFile } from '../rubric-file.ts';
import { printable } from '../regrade/text-table.ts';
import { UsageError } from '../usage-error.ts';

/** Whoever may run a command on the database. */
const operator: Actor = { system: 'command line' };

/** Brings the database up to date, which opening it has done. */
export function migrate(): Promise<void> {
  return Promise.resolve(note('The database is up to date.'));
}

/** Makes a course and prints its id. */
export async function createCourse(db: Database, name: string, { ends }: { ends: Date }): Promise<void> {
  print((await insertCourse(db, { name, endsAt: ends }, operator)).id);
}

export interface TokenOptions {
  user: string;
  email?: string;
  externalId?: string;
  staff: boolean;
  course?: string;
  role: Role;
  expires?: Date;
}

/** Makes a person, a member where a course is named, and a token, which is printed. */
export async function createPersonToken(db: Database, options: TokenOptions): Promise<void> {
  const { user: name, email = null, externalId = null, staff: isStaff, course, role, expires = null } = options;
  if (course !== undefined) await courseById(db, course);
  const token = await db.transaction(async (tx) => {
    const user = await insertUser(tx, { name, email, externalId, isStaff });
    if (course !== undefined) await upsertMembership(tx, { courseId: course, userId: user.id, role, externalId }, operator);
    return { ...(await createToken(tx, { userId: user.id, name: 'command line', expiresAt: expires }, operator)), userId: user.id };
  });
  note(`Token ${token.id} for ${name} (${token.userId}); it is shown this once.`);
  print(token.token);
}

export interface TokenFilter {
  course?: string;
  user?: string;
}

/** Prints the tokens that still open something. Throws UsageError. */
export async function listTokens(db: Database, { course, user }: TokenFilter): Promise<void> {
  if ((course === undefined) === (user === undefined)) throw new UsageError('Name a course (--course) or a person (--user).');
  if (user !== undefined && !isId(user)) throw new UsageError(`“${user}” is no id of a person (--user). \`token create\` and the roster's export tell them.`);
  if (course !== undefined) await courseById(db, course);
  const tokens = await selectTokens(db, course === undefined ? { userId: user ?? '' } : { courseId: course });
  for (const { id, user: name, name: what, expiresAt } of tokens) print(`${id}  ${expiresAt?.toISOString().slice(0, 10) ?? 'no end    '}  ${printable(name)} (${printable(what)})`);
  if (tokens.length === 0) note('There is none.');
}

/** Revokes all of them or, where one does not exist, none. Throws UsageError. */
export async function revokeTokens(db: Database, ids: readonly string[]): Promise<void> {
  await db.transaction(async (tx) => {
    for (const id of ids) {
      if (isId(id) && (await revokeToken(tx, id, operator))) continue;
      throw new UsageError(`There is no token ${id} that could be revoked; none was. \`netgrader token list\` tells which there are.`);
    }
  });
  note(`Revoked: ${ids.length}.`);
}

export interface SignInLinkOptions {
  user: string;
  course?: string;
  days: number;
}

/** Makes a sign-in link for a person who is known and prints it. Throws UsageError. */
export async function createPersonLink(db: Database, { user, course, days }: SignInLinkOptions): Promise<void> {
  if (course !== undefined) await courseById(db, course);
  const found = await selectPeopleNamed(db, course ?? newId(), user);
  const [person] = found;
  if (!person) throw new UsageError(`Nobody has the id or e-mail address “${user}” (--user). \`token create\` and \`roster import\` make people.`);
  if (found.length > 1) throw new UsageError(`Several people have “${user}” (--user): name one by id: ${found.map(({ id }) => id).join(', ')}.`);
  if (course !== undefined && person.role === null && !person.isStaff) throw new UsageError(`${printable(person.name)} is not in course ${course} (--course).`);
  const { publicUrl } = readApiConfig(process.env, '');
  const [link] = await createSignInLinks(db, [{ userId: person.id, courseId: course ?? null }], { days, actor: operator });
  note(`Sign-in link for ${printable(person.name)} (${person.id}); it works once, within ${days} days, and is shown this once.`);
  print(`${publicUrl}/sign-in/${link?.secret ?? ''}`);
}

/** Makes an assignment with a rubric file and prints its id. */
export async function createAssignment(db: Database, title: string, options: { course: string; rubric: string }): Promise<void> {
  readRubric(options.rubric);
  if (options.rubric !== builtInRubricFile) refuseDifferences(options.rubric, await rubricDifferences(readTextFile(options.rubric, 'rubric')));
  await courseById(db, options.course);
  const rubric = await ensureRubric(db, readTextFile(options.rubric, 'rubric'), operator);
  const assignment = await insertAssignment(db, { courseId: options.course, rubricId: rubric.id, title }, operator);
  note(`Assignment with rubric ${rubric.slug} ${rubric.version}.`);
  print(assignment.id);
}

function refuseDifferences(file: string, differing: string[]): void {
  if (differing.length === 0) return;
  throw new UsageError(`${file} grades calibrated hosts otherwise than it must, in ${differing.length} places, e.g. ${differing[0]}. \`netgrader rubric check\` tells all.`);
}

/** Imports a roster file, all of it or nothing; prints tokens where asked. */
export async function importRosterFile(db: Database, file: string, options: { course: string; tokens: boolean }): Promise<void> {
  const entries = parseRoster(readTextFile(file, 'roster'), file);
  await courseById(db, options.course);
  const lines = await db.transaction(async (tx) => {
    const ids = await importRoster(tx, options.course, entries, operator);
    if (!options.tokens) return [];
    const tokens = await createTokens(
      tx,
      entries.map(({ externalId }) => ({ userId: ids.get(externalId) ?? '', name: 'roster', courseId: options.course })),
      operator,
    );
    return entries.map(({ externalId, name }, index) => [externalId, name, tokens[index]?.token ?? '']);
  });
  note(`${entries.length} people are in the course.`);
  if (lines.length > 0) process.stdout.write(csvLines([['id', 'name', 'token'], ...lines]));
}

async function courseById(db: Database, id: string): Promise<void> {
  const course = isId(id) ? await selectOptionalCourse(db, id) : null;
  if (!course) throw new UsageError(`There is no course ${id} (--course). \`netgrader course create\` makes one and prints its id.`);
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
