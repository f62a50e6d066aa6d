import type { Hundredths } from '#rubric/points.ts';
import type { Database } from '../database.ts';
import { type OverrideOutcome, setOverride } from './overrides.ts';
import { answerSecondLook, type StoredSecondLook } from './second-looks.ts';

export interface AnswerRequest {
  id: string;
  submissionId: string;
  answer: string;
  userId: string;
  /** Null: the points stay. */
  points: { earned: Hundredths; reason: string } | null;
}

/** `not-open`: it was withdrawn or answered meanwhile; `refused`: the points cannot be given, so nothing was said either. */
export type AnswerOutcome =
  | { kind: 'answered'; look: StoredSecondLook }
  | { kind: 'not-open' }
  | { kind: 'refused'; override: Exclude<OverrideOutcome, { kind: 'set' }> };

class Refused extends Error {
  readonly code = 'refused';
  readonly override: Exclude<OverrideOutcome, { kind: 'set' }>;
  constructor(override: Exclude<OverrideOutcome, { kind: 'set' }>) {
    super(`The points were refused: ${override.kind}`);
    this.override = override;
  }
}

/** Answers a second look and, where the instructor agrees, gives other points: both or neither. */
export async function answerWithPoints(db: Database, { points, ...request }: AnswerRequest): Promise<AnswerOutcome> {
  try {
    return await db.transaction(async (tx) => {
      const look = await answerSecondLook(tx, request);
      if (!look) return { kind: 'not-open' };
      if (points === null) return { kind: 'answered', look };
      const { submissionId, userId } = request;
      const override = await setOverride(tx, { submissionId, checkId: look.checkId, ...points, userId });
      if (override.kind !== 'set') throw new Refused(override);
      return { kind: 'answered', look };
    });
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', override: error.override };
    throw error;
  }
}
