import { selectPeopleNamed } from '#db/queries/people.ts';
import { type Assignment, selectOptionalAssignment } from '#db/queries/assignments.ts';
import { type Regrade, selectOptionalRegrade } from '#db/queries/regrades.ts';
import type { Database } from '#db/database.ts';
import { UsageError } from '../usage-error.ts';

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** Throws UsageError. */
export async function regradeById(db: Database, id: string): Promise<Regrade> {
  const regrade = isId(id) ? await selectOptionalRegrade(db, id) : null;
  if (!regrade) throw new UsageError(`There is no regrade ${id}. \`netgrader regrade list --assignment ID\` lists those of an assignment.`);
  return regrade;
}

/** Throws UsageError. */
export async function assignmentById(db: Database, id: string): Promise<Assignment> {
  const assignment = isId(id) ? await selectOptionalAssignment(db, id) : null;
  if (!assignment) throw new UsageError(`There is no assignment ${id} (--assignment). \`netgrader assignment create\` prints the id of what it makes.`);
  return assignment;
}

/** The instructor in whose name something is done: by id, e-mail address or LMS id. Throws UsageError. */
export async function instructorNamed(db: Database, courseId: string, name: string): Promise<string> {
  const found = await selectPeopleNamed(db, courseId, name);
  const [person] = found.filter(({ role, isStaff }) => role === 'instructor' || isStaff);
  if (person && found.length === 1) return person.id;
  if (found.length > 1) throw new UsageError(`${name} (--by) is several people's. Give the person's id.`);
  if (found.length === 1) throw new UsageError(`${found[0]?.name} (--by ${name}) is no instructor of the course. Name one, by id, e-mail address or the LMS's id.`);
  throw new UsageError(`There is nobody called ${name} (--by). Give an instructor's id, e-mail address or the LMS's id.`);
}

/** Students of the course by id, e-mail address or LMS id. Throws UsageError for the first who is none. */
export async function studentsNamed(db: Database, courseId: string, names: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) {
    const members = (await selectPeopleNamed(db, courseId, name)).filter(({ role }) => role !== null);
    if (members.length > 1) throw new UsageError(`${name} (--student) is several people's. Give the student's id.`);
    if (!members[0]) throw new UsageError(`There is no ${name} (--student) in the course. Give a member's id, e-mail address or the LMS's id.`);
    ids.push(members[0].id);
  }
  return ids;
}

/** Throws UsageError for the first that is no id. */
export function submissionIds(ids: readonly string[]): string[] {
  const wrong = ids.find((id) => !isId(id));
  if (wrong !== undefined) throw new UsageError(`${wrong} (--submission) is no submission's id.`);
  return [...ids];
}
