import type { Database } from '#db/database.ts';
import { imposeSilence, reserveContact } from '#db/queries/host-contacts.ts';
import { type ConnectionBudget, contactLimit } from './budget.ts';

/** The budget that all workers share: contacts are counted in Postgres, by its clock. */
export function databaseBudget(db: Database): ConnectionBudget {
  return {
    reserve: (host) =>
      reserveContact(db, { host, limit: contactLimit.connections, windowSeconds: contactLimit.windowSeconds }),
    silence: (host) => imposeSilence(db, host, contactLimit.silenceSeconds),
  };
}
