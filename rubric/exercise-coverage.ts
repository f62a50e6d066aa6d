import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { toPoints } from './points.ts';
import type { Rubric, RubricItem } from './rubric.ts';

const coverageSchema = z.array(
  z.strictObject({
    title: z.string(),
    lines: z.array(z.union([z.strictObject({ line: z.string(), checks: z.array(z.string()).min(1) }), z.strictObject({ line: z.string(), reason: z.string() })])),
  }),
);

/** What an exercise asks for, line by line, beside the ids of checks (`ssh.*` for all that begin so) or a reason for none. */
export type Coverage = z.infer<typeof coverageSchema>;

/** Reads the YAML beside a rubric. Throws a ZodError where it is none. */
export function parseCoverage(text: string): Coverage {
  return coverageSchema.parse(parseYaml(text));
}

/** Ids of the rubric's checks that no line of the exercise names. */
export function uncovered(rubric: Rubric, coverage: Coverage): string[] {
  const named = coverage.flatMap(({ lines }) => lines.flatMap((line) => ('checks' in line ? line.checks : [])));
  return itemsOf(rubric)
    .map(({ check }) => check.id)
    .filter((id) => !named.some((name) => names(name, id)));
}

/** The page that shows the exercise beside the rubric, in Markdown. */
export function coveragePage(rubric: Rubric, coverage: Coverage): string {
  const items = itemsOf(rubric);
  const total = rubric.criteria.reduce((sum, { possible }) => sum + possible, 0);
  const sections = coverage.map(({ title, lines }) => {
    const rows = lines.map((line) => `| ${line.line} | ${'checks' in line ? covering(line.checks, items) : line.reason} |`);
    return [`## ${title}`, '', '| The exercise asks for | Judged by |', '|---|---|', ...rows].join('\n');
  });
  const criteria = rubric.criteria.map((criterion) => {
    const rows = criterion.items.map(rowOf);
    return [`### ${criterion.title}: ${toPoints(criterion.possible)} points`, '', '| Check | Points | Expected |', '|---|---:|---|', ...rows].join('\n');
  });
  const bonus = rubric.bonus.length === 0 ? [] : [['### Bonus, apart from these points', '', '| Check | Points | Expected |', '|---|---:|---|', ...rubric.bonus.map(rowOf)].join('\n')];
  return [
    `# ${rubric.title}: what is judged, and where`,
    `Made by \`npm run docs:rubric\` from the rubric (${toPoints(total)} points so far) and the list of what the exercise asks for; do not edit it by hand. Points stand in brackets; a check that serves several lines earns them once.`,
    ...sections,
    '## All checks',
    ...criteria,
    ...bonus,
    '',
  ].join('\n\n').replace(/\n+$/, '\n');
}

function itemsOf(rubric: Rubric): RubricItem[] {
  return [...rubric.criteria.flatMap(({ items }) => items), ...rubric.bonus];
}

function names(pattern: string, id: string): boolean {
  return pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : pattern === id;
}

function covering(patterns: readonly string[], items: readonly RubricItem[]): string {
  const found = items.filter(({ check }) => patterns.some((pattern) => names(pattern, check.id)));
  return found.length === 0 ? 'not in this version of the rubric' : found.map(({ check, possible }) => `\`${check.id}\` (${toPoints(possible)})`).join(', ');
}

function rowOf({ check, possible }: RubricItem): string {
  return `| \`${check.id}\`: ${check.title} | ${toPoints(possible)} | ${check.expected.replaceAll('|', String.raw`\|`)} |`;
}
