import { and, eq, or, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { memberships, type Role } from '../schema/memberships.ts';
import { users } from '../schema/users.ts';

export interface Person {
  id: string;
  name: string;
  isStaff: boolean;
  /** In that course; null: no member. */
  role: Role | null;
}

/** Who has this id, e-mail address or LMS id, and what they are in a course. More than one where an address is shared. */
export async function selectPeopleNamed(db: Database, courseId: string, name: string): Promise<Person[]> {
  return db
    .select({ id: users.id, name: users.name, isStaff: users.isStaff, role: memberships.role })
    .from(users)
    .leftJoin(memberships, and(eq(memberships.userId, users.id), eq(memberships.courseId, courseId)))
    .where(or(eq(sql`${users.id}::text`, name.toLowerCase()), eq(sql`lower(${users.email})`, name.toLowerCase()), eq(users.externalId, name), eq(memberships.externalId, name)));
}
