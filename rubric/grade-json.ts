import type { CheckResult, CriterionResult, Grade } from './grade.ts';
import { toPoints } from './points.ts';

/** The JSON form of a grade, in points. Other programs rely on it: fields are added, never renamed. Bonus points are in no other total. */
export function gradeToJson(grade: Grade) {
  if (grade.status === 'not_gradable') {
    return {
      rubric: grade.rubric,
      status: grade.status,
      reason: grade.reason,
      earned: 0,
      judged: 0,
      possible: toPoints(grade.possible),
      criteria: [],
      bonus: [],
      bonusEarned: 0,
      notes: [],
    };
  }
  return {
    rubric: grade.rubric,
    status: grade.status,
    earned: toPoints(grade.earned),
    judged: toPoints(grade.judged),
    possible: toPoints(grade.possible),
    criteria: grade.criteria.map(criterionToJson),
    bonus: (grade.bonus?.checks ?? []).map(checkToJson),
    bonusEarned: toPoints(grade.bonus?.earned ?? 0),
    notes: grade.notes,
  };
}

function criterionToJson(criterion: CriterionResult) {
  return {
    id: criterion.id,
    title: criterion.title,
    earned: toPoints(criterion.earned),
    judged: toPoints(criterion.judged),
    possible: toPoints(criterion.possible),
    checks: criterion.checks.map(checkToJson),
  };
}

function checkToJson(check: CheckResult) {
  return {
    id: check.id,
    title: check.title,
    outcome: check.outcome,
    earned: check.earned === null ? null : toPoints(check.earned),
    possible: toPoints(check.possible),
    message: messageOf(check),
    expected: check.expected,
    seen: check.seen,
    where: check.where,
    hint: check.hint,
    evidence: check.quote,
    blockedBy: check.blockedBy,
    review: check.review,
    override: check.override ? { reason: check.override.reason, scored: check.override.scored === null ? null : toPoints(check.override.scored) } : null,
  };
}

/** One sentence or two for programs and tables: what was expected, what was seen, where. */
export function messageOf(check: CheckResult): string {
  const where = check.where ? ` (${check.where})` : '';
  return `Expected: ${check.expected}. Seen: ${check.seen}${where}.`;
}

export type GradeJson = ReturnType<typeof gradeToJson>;
