import { boundedFinding } from './bounded-finding.ts';
import { type Check, isAvailable, type Verdict } from './check.ts';
import { contradictionsOf } from './contradictions/contradictions.ts';
import type { EvidenceBundle, Unavailable } from './evidence.ts';
import { viewEvidence } from './evidence-view.ts';
import { type Hundredths, shareOf } from './points.ts';
import { type CriterionId, possibleOf, type Rubric, type RubricItem } from './rubric.ts';
import type { account } from './probes/account.ts';
import { evaluateSafely } from './stumble.ts';

export type Outcome = Verdict['outcome'];

/** One check, judged. `earned` is null where it is not gradable. */
export interface CheckResult {
  id: string;
  title: string;
  outcome: Outcome;
  earned: Hundredths | null;
  possible: Hundredths;
  expected: string;
  seen: string;
  where: string | null;
  hint: string | null;
  quote: string | null;
  blockedBy: string | null;
  review: string | null;
  /** Set where an instructor's points stand in place of the rubric's, which `scored` keeps. Absent otherwise. */
  override?: { reason: string; scored: Hundredths | null };
}

export interface CriterionResult {
  id: CriterionId;
  title: string;
  earned: Hundredths;
  /** Possible points of the checks that could be judged. */
  judged: Hundredths;
  possible: Hundredths;
  checks: CheckResult[];
}

/** What a criterion came to, without its checks. */
export type CriterionPoints = Pick<CriterionResult, 'id' | 'earned' | 'judged' | 'possible'>;

/** By criterion, in the rubric's order; empty for a grade that could not be formed. */
export function criterionPoints(grade: Grade): CriterionPoints[] {
  return grade.status === 'not_gradable' ? [] : grade.criteria.map(({ id, earned, judged, possible }) => ({ id, earned, judged, possible }));
}

/** What was found of the bonus challenges. Its points are no part of any total. */
export interface BonusResult {
  earned: Hundredths;
  possible: Hundredths;
  checks: CheckResult[];
}

export interface RubricReference {
  id: string;
  version: string;
}

export interface ScoredGrade {
  status: 'final' | 'provisional';
  rubric: RubricReference;
  earned: Hundredths;
  judged: Hundredths;
  possible: Hundredths;
  criteria: CriterionResult[];
  /** Null where the rubric has none. Absent in grades that were stored before there was a bonus. */
  bonus?: BonusResult | null;
  notes: string[];
}

/** A grade that could not be formed. `message` says in a sentence what the student can do. */
export interface NotGradable {
  status: 'not_gradable';
  rubric: RubricReference;
  possible: Hundredths;
  reason: { code: string; message: string };
}

export type Grade = ScoredGrade | NotGradable;

/** Scores a bundle. Pure and deterministic: the same bundle and rubric give the same grade, byte for byte. */
export function score(bundle: EvidenceBundle, rubric: Rubric): Grade {
  const evidence = viewEvidence(bundle);
  const login = evidence('account') as ReturnType<typeof account.parse> | Unavailable;
  if (isAvailable(login) && !login.exists) return unknownLogin(bundle, rubric);

  const results = new Map<string, CheckResult>();
  const judgeItem = (item: RubricItem): CheckResult => {
    const result = judge(item, evidence, bundle, results);
    results.set(result.id, result);
    return result;
  };
  const criteria = rubric.criteria.map((criterion): CriterionResult => {
    const checks = criterion.items.map(judgeItem);
    return { id: criterion.id, title: criterion.title, ...totals(checks), checks };
  });
  const bonus = rubric.bonus.map(judgeItem);
  const total = totals(criteria.flatMap((criterion) => criterion.checks));
  return {
    status: total.judged === total.possible ? 'final' : 'provisional',
    rubric: { id: rubric.id, version: rubric.version },
    ...total,
    criteria,
    bonus: bonus.length === 0 ? null : bonusOf(bonus),
    notes: notesOf(bundle),
  };
}

/** As much of a rubric as a grade of nothing has. */
export type RubricTotals = RubricReference & { possible: Hundredths };

export function totalsOf(rubric: Rubric): RubricTotals {
  return { id: rubric.id, version: rubric.version, possible: possibleOf(rubric) };
}

/** A run that ended without evidence to score. */
export function notGradableGrade({ id, version, possible }: RubricTotals, reason: NotGradable['reason']): NotGradable {
  return { status: 'not_gradable', rubric: { id, version }, possible, reason };
}

function judge(
  item: RubricItem,
  evidence: ReturnType<typeof viewEvidence>,
  bundle: EvidenceBundle,
  earlier: ReadonlyMap<string, CheckResult>,
): CheckResult {
  const { check, possible } = item;
  const blocker = item.requires
    .map((id) => earlier.get(id))
    .find((result) => result?.outcome === 'failed' || result?.outcome === 'not_gradable');
  if (blocker) {
    const verdict: Verdict = {
      outcome: blocker.outcome === 'failed' ? 'failed' : 'not_gradable',
      seen: `blocked by “${blocker.title}” (${blocker.id}), which ${blocker.outcome === 'failed' ? 'failed' : 'could not be judged'}`,
      hint: `Mend “${blocker.title}” first; this check is looked at after it.`,
    };
    return { ...resultOf(check, possible, verdict), blockedBy: blocker.id };
  }
  const missing = check.needs.map(evidence).find((value): value is Unavailable => !isAvailable(value));
  if (missing) return resultOf(check, possible, absent(missing));
  const given = Object.fromEntries([...check.needs, ...check.uses].map((id) => [id, evidence(id)]));
  const context = {
    target: bundle.target,
    clientAddress: bundle.connection?.clientAddress ?? null,
    parameters: item.parameters,
  };
  const verdict = evaluateSafely(check, given, context);
  const review = [verdict.review ?? [], contradictionsOf(check, evidence)].flat().join('; ');
  return resultOf(check, possible, review === '' ? verdict : { ...verdict, review });
}

function absent(missing: Unavailable): Verdict {
  const hints: Partial<Record<Unavailable['reason'], string>> = {
    'needs-root': 'Run the enrolment script again, so that the account netgrader may use sudo without a password, and submit again.',
    'timed-out': 'A command of ours did not end in time on your machine; see whether it is very busy, and submit again.',
    'not-reported': 'The connection ended before this was collected; submit again.',
    'no-login': 'Check the login of your submission, and submit again.',
  };
  return {
    outcome: 'not_gradable',
    seen: missing.detail,
    hint: hints[missing.reason] ?? 'Submit again; if it stays like this, tell your instructor.',
    ...(missing.reason === 'unparsable' ? { review: missing.detail } : {}),
  };
}

function resultOf(check: Check, possible: Hundredths, given: Verdict): CheckResult {
  const verdict = boundedFinding(given);
  const share = { passed: 1, failed: 0, not_gradable: null, partial: null }[verdict.outcome];
  const earned = verdict.outcome === 'partial' ? shareOf(possible, verdict.share) : share === null ? null : possible * share;
  return {
    id: check.id,
    title: check.title,
    outcome: verdict.outcome,
    earned,
    possible,
    expected: check.expected,
    seen: verdict.seen,
    where: verdict.where ?? null,
    hint: verdict.outcome === 'passed' ? null : (verdict.hint ?? check.hint),
    quote: verdict.quote ?? null,
    blockedBy: null,
    review: verdict.review ?? null,
  };
}

function sum(values: (Hundredths | null)[]): Hundredths {
  return values.reduce<Hundredths>((total, value) => total + (value ?? 0), 0);
}

/** Points of some checks together. */
export function totals(checks: CheckResult[]): Pick<CriterionResult, 'earned' | 'judged' | 'possible'> {
  const judged = checks.filter((check) => check.earned !== null);
  return {
    earned: sum(judged.map((check) => check.earned)),
    judged: sum(judged.map((check) => check.possible)),
    possible: sum(checks.map((check) => check.possible)),
  };
}

export function bonusOf(checks: CheckResult[]): BonusResult {
  const { earned, possible } = totals(checks);
  return { earned, possible, checks };
}

function notesOf(bundle: EvidenceBundle): string[] {
  if (bundle.sudo.works) return [];
  return [
    `sudo did not work for the grader's account (${bundle.sudo.detail}), so what only root can read was not judged. Run the enrolment script again and submit again.`,
  ];
}

function unknownLogin(bundle: EvidenceBundle, rubric: Rubric): NotGradable {
  return notGradableGrade(totalsOf(rubric), {
    code: 'login-not-found',
    message: `There is no account “${bundle.target.login}” on the machine. Submit again with the login that you did your work with.`,
  });
}
