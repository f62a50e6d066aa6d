import type { BonusResult, CheckResult, Grade } from '../grade.ts';
import { toPoints } from '../points.ts';
import { plainLine } from './inert.ts';
import { marks, openReasons, overrideOf, pointsOf, tellBonus, totalOf } from './words.ts';

const width = 100;

/** A grade for a terminal: plain text, no colour, at most 100 columns. */
export function textReport(grade: Grade): string {
  if (grade.status === 'not_gradable') {
    return ['Not gradable: there is no grade yet, and nothing is lost.', ...wrap(grade.reason.message, '  ')].join('\n');
  }
  const head = [
    totalOf(grade) + (grade.status === 'provisional' ? ' (provisional)' : ''),
    ...grade.notes.flatMap((note) => wrap(note, '  ')),
    ...openReasons(grade).flatMap(({ seen, hint }) => wrap(`not judged: ${seen}. ${hint}`, '  ')),
  ];
  const sections = grade.criteria.flatMap((criterion) => [
    '',
    `${plainLine(criterion.title)}: ${toPoints(criterion.earned)} of ${toPoints(criterion.possible)}`,
    ...criterion.checks.flatMap(checkLines),
  ]);
  return [...head, ...sections, ...(grade.bonus ? bonusLines(grade.bonus, grade.possible) : [])].join('\n');
}

function bonusLines(bonus: BonusResult, possible: number): string[] {
  const { found, absent } = tellBonus(bonus);
  const heading = `Bonus, apart from the ${toPoints(possible)} points: ${toPoints(bonus.earned)} of ${toPoints(bonus.possible)}`;
  if (bonus.checks.length === 0) return ['', heading];
  if (found.length === 0) return ['', `${heading}; none was found, which costs nothing`];
  return ['', heading, ...found.flatMap(checkLines), ...(absent.length > 0 ? wrap(`not found, which costs nothing: ${absent.join('; ')}`, '  ') : [])];
}

function checkLines(check: CheckResult): string[] {
  const points = pointsOf(check);
  const title = plainLine(check.title);
  const heading = `  ${marks[check.outcome]} ${title} ${'.'.repeat(Math.max(3, width - title.length - points.length - 6))} ${points}`;
  const override = overrideOf(check);
  const set = override ? wrap(`set by the instructor: ${override}`, '      ') : [];
  if (check.outcome === 'passed') return [heading, ...set];
  const where = check.where ? ` (${check.where})` : '';
  return [
    heading,
    ...set,
    ...wrap(`expected: ${check.expected}`, '      '),
    ...wrap(`seen: ${check.seen}${where}`, '      '),
    ...(check.hint ? wrap(`hint: ${check.hint}`, '      ') : []),
  ];
}

/** Breaks at blanks; a word that is longer than a line stays whole. */
function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of plainLine(text).split(' ')) {
    if (line && indent.length + line.length + word.length + 1 > width) {
      lines.push(indent + line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, indent + line];
}
