import type { Database } from '#db/database.ts';
import { isId } from '#db/id.ts';
import { acceptHostKey, type HostKey, selectOptionalHostKey } from '#db/queries/host-keys.ts';
import { ApiProblem, notFound } from '../api/problem.ts';

/** Throws an ApiProblem: 404 where the course has no such key, 409 where it waits no more. */
export async function acceptWaitingKey(db: Database, { userId }: { userId: string }, of: { courseId: string; id: string }): Promise<HostKey> {
  const accepted = isId(of.id) ? await acceptHostKey(db, { ...of, userId }) : null;
  if (accepted) return accepted;
  if (!isId(of.id) || !(await selectOptionalHostKey(db, of))) throw notFound('host key', of.id);
  throw new ApiProblem('not-pending', `Host key ${of.id} was accepted before.`);
}
