import type { BonusResult, CheckResult, CriterionResult, Grade, ScoredGrade } from '../grade.ts';
import { toPoints } from '../points.ts';
import { fencedQuote, markdownLine } from './inert.ts';
import { marks, openReasons, overrideOf, pointsOf, tellBonus, totalOf } from './words.ts';

export interface ReportDetails {
  student?: string;
  assignment?: string;
  address: string;
  /** ISO 8601; null where the grade has no time. */
  gradedAt: string | null;
}

/** The feedback report, as GitHub-flavoured Markdown. Everything that a host or a student wrote in it is inert. */
export function markdownReport(grade: Grade, details: ReportDetails): string {
  const title = [details.assignment, details.student].filter((part) => part !== undefined).map(markdownLine).join(', ');
  const facts = [`host ${markdownLine(details.address)}`, ...(details.gradedAt ? [details.gradedAt.replace(/\.\d+Z$/, 'Z')] : [])];
  const head = [
    `# Feedback${title ? `: ${title}` : ''}`,
    `**${totalOf(grade)}** · ${facts.join(' · ')} · rubric ${grade.rubric.id} ${grade.rubric.version}`,
  ];
  const body = grade.status === 'not_gradable' ? notGradable(grade.reason.message) : scored(grade);
  return `${[...head, ...body].join('\n\n')}\n`;
}

function notGradable(message: string): string[] {
  return [
    `> **There is no grade yet, and nothing is lost.** ${markdownLine(message)}`,
    'This is no zero and uses up no attempt.',
  ];
}

function scored(grade: ScoredGrade): string[] {
  return [
    ...grade.notes.map((note) => `> ${markdownLine(note)}`),
    ...(grade.status === 'provisional' ? [provisional(grade)] : []),
    summaryTable(grade),
    ...grade.criteria.flatMap(criterionSection),
    ...(grade.bonus ? bonusSection(grade.bonus, grade.possible) : []),
  ];
}

function provisional(grade: ScoredGrade): string {
  const reasons = openReasons(grade).map(
    ({ seen, hint, titles }) => `> - ${titles.map((title) => `“${markdownLine(title)}”`).join(', ')}: ${markdownLine(seen)}. ${markdownLine(hint)}`,
  );
  const list = reasons.length > 0 ? ['>', ...reasons] : [];
  return ['> **This grade is provisional.** Some checks could not be judged; they cost you nothing.', ...list].join('\n');
}

function summaryTable(grade: ScoredGrade): string {
  const rows = grade.criteria.map(
    ({ title, earned, judged, possible }) => `| ${markdownLine(title)} | ${toPoints(earned)} | ${toPoints(judged)} | ${toPoints(possible)} |`,
  );
  return [
    '| Criterion | Earned | Judged | Possible |',
    '|---|---:|---:|---:|',
    ...rows,
    `| **Total** | **${toPoints(grade.earned)}** | **${toPoints(grade.judged)}** | **${toPoints(grade.possible)}** |`,
  ].join('\n');
}

function criterionSection(criterion: CriterionResult): string[] {
  const heading = `## ${markdownLine(criterion.title)}: ${toPoints(criterion.earned)} of ${toPoints(criterion.possible)}`;
  return [heading, ...criterion.checks.flatMap(checkSection)];
}

function bonusSection(bonus: BonusResult, possible: number): string[] {
  const { found, absent } = tellBonus(bonus);
  const heading = `## Bonus, apart from the ${toPoints(possible)} points: ${toPoints(bonus.earned)} of ${toPoints(bonus.possible)}`;
  if (bonus.checks.length === 0) return [heading];
  const nothing = 'None of the bonus challenges was found on the machine, and nobody expects one: they cost nothing.';
  const rest = `Not found: ${absent.map(markdownLine).join('; ')}. That costs nothing.`;
  if (found.length === 0) return [heading, nothing];
  return [heading, ...found.flatMap(checkSection), ...(absent.length > 0 ? [rest] : [])];
}

function checkSection(check: CheckResult): string[] {
  const where = check.where ? ` (${markdownLine(check.where)})` : '';
  const override = overrideOf(check);
  const lines = [
    ...(override ? [`- **Your instructor set these points:** ${markdownLine(override)}.`] : []),
    `- **Expected:** ${markdownLine(check.expected)}.`,
    `- **Seen:** ${markdownLine(check.seen)}${where}.`,
    ...(check.hint ? [`- **Hint:** ${markdownLine(check.hint)}`] : []),
    ...(check.review ? [`- **For the instructor's eyes:** ${markdownLine(check.review)}`] : []),
  ];
  return [
    `### ${marks[check.outcome]} ${markdownLine(check.title)}: ${pointsOf(check)}`,
    lines.join('\n'),
    ...(check.quote ? [fencedQuote(check.quote)] : []),
  ];
}
