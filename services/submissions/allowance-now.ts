import type { Database } from '#db/database.ts';
import { selectOptionalAssignment } from '#db/queries/assignments.ts';
import { selectDeadline } from '#db/queries/deadlines.ts';

export interface Allowance {
  dueAt: Date | null;
  isExtended: boolean;
  lateUntil: Date | null;
  latePercentPerDay: number;
  attempts: { used: number; limit: number | null };
  nextAt: Date | null;
  state: 'open' | 'late' | 'grace' | 'cool-down' | 'used-up' | 'closed';
}

/** Stands in until the rules on attempts and lateness are there. */
export async function selectAllowance(db: Database, of: { assignmentId: string; studentId: string }): Promise<Allowance> {
  const assignment = await selectOptionalAssignment(db, of.assignmentId);
  const deadline = await selectDeadline(db, of);
  return {
    dueAt: assignment?.dueAt ?? null,
    isExtended: false,
    lateUntil: null,
    latePercentPerDay: 0,
    attempts: { used: 0, limit: null },
    nextAt: null,
    state: deadline.kind === 'passed' ? 'closed' : deadline.kind,
  };
}
