import type { Database } from '#db/database.ts';
import { upsertMembership } from '#db/queries/memberships.ts';
import { insertUser, type User } from '#db/queries/users.ts';
import type { Role } from '#db/schema/memberships.ts';

export interface NewMember {
  name: string;
  role: Role;
  email?: string | undefined;
  /** The LMS's id of the person: who has it already is that person, whose name and address only staff change. */
  externalId?: string | undefined;
  /** The LMS's id of this person's place in the course. */
  membershipExternalId?: string | undefined;
}

/** Adds a person to a course, or gives a member another role. */
export async function addMember(
  db: Database,
  viewer: { userId: string; isStaff: boolean },
  courseId: string,
  { name, role, email, externalId, membershipExternalId }: NewMember,
): Promise<User> {
  return db.transaction(async (tx) => {
    const made = await insertUser(tx, { name, email: email ?? null, externalId: externalId ?? null }, { userId: viewer.userId }, { keepsKnown: !viewer.isStaff });
    await upsertMembership(tx, { courseId, userId: made.id, role, externalId: membershipExternalId ?? null }, { userId: viewer.userId });
    return made;
  });
}
