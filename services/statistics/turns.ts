import type { Outcome } from '#rubric/grade.ts';

/**
 * How often a check turned between passed and not passed over a student's attempts, in their order. What could not be judged says
 * neither. One turn is progress, or a thing broken; two and more are back and forth.
 */
export function turnsOf(outcomes: readonly Outcome[]): number {
  const judged = outcomes.filter((outcome) => outcome !== 'not_gradable').map((outcome) => outcome === 'passed');
  return judged.filter((passed, n) => n > 0 && passed !== judged[n - 1]).length;
}

/** What a check came to over a student's attempts, where it was not passed: the others passed it. */
export interface Failures {
  attempts: number;
  /** Number of the attempt, from 1, and its outcome. */
  notPassed: readonly (readonly [attempt: number, outcome: Exclude<Outcome, 'passed'>])[];
}

/** All outcomes, in order. */
export function outcomesOf({ attempts, notPassed }: Failures): Outcome[] {
  const outcomes = Array.from({ length: attempts }, (): Outcome => 'passed');
  for (const [attempt, outcome] of notPassed) outcomes[attempt - 1] = outcome;
  return outcomes;
}
