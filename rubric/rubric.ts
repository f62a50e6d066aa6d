import { createHash } from 'node:crypto';
import { LineCounter, parseDocument, parse as parseYaml } from 'yaml';
import { z } from 'zod';
import type { Check } from './check.ts';
import { checkById } from './checks/catalogue.ts';
import { type Hundredths, toHundredths } from './points.ts';
import { probes, type ProbeId } from './probes/catalogue.ts';

export const criterionIds = [
  'interfaces',
  'ssh',
  'firewall',
  'connectivity',
  'dns',
  'performance',
  'segmentation',
  'documentation',
] as const;
export type CriterionId = (typeof criterionIds)[number];

// Parameters travel into a shell script as variables: names and values stay within what needs no thought there.
const parameterValue = z.string().regex(/^[\w.:/@*-]+$/, 'may hold letters, digits and . : / @ * _ - only');

// Sums are made in hundredths.
const points = z
  .number()
  .max(100_000)
  .refine((value) => Math.abs(Math.round(value * 100) - value * 100) < 1e-6, 'must be a whole number of hundredths of a point');

const itemSchema = z.strictObject({
  check: z.string(),
  points: points.nonnegative(),
  requires: z.array(z.string()).default([]),
  parameters: z.record(z.string(), z.unknown()).default({}),
});

const documentSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  title: z.string(),
  parameters: z.record(z.string().regex(/^[a-z][a-z_]*$/), z.union([parameterValue, z.array(parameterValue)])).default({}),
  criteria: z.array(
    z.strictObject({
      id: z.enum(criterionIds),
      title: z.string(),
      points: points.positive(),
      checks: z.array(itemSchema),
    }),
  ),
  bonus: z.array(itemSchema).default([]),
});

export interface RubricItem {
  check: Check;
  possible: Hundredths;
  /** Ids of checks that must not have failed; evaluated first. */
  requires: string[];
  parameters: unknown;
}

export interface Criterion {
  id: CriterionId;
  title: string;
  possible: Hundredths;
  items: RubricItem[];
}

export interface Rubric {
  id: string;
  /** Declared version and the first 12 hex digits of the content's SHA-256: `1.0.0+3f2a…`. */
  version: string;
  title: string;
  parameters: Record<string, string | string[]>;
  criteria: Criterion[];
  /** What is reported apart from the criteria's points and never counts among them. */
  bonus: RubricItem[];
}

export class InvalidRubricError extends Error {
  readonly code = 'invalid-rubric';
  readonly problems: string[];
  constructor(problems: string[], options?: ErrorOptions) {
    super(`The rubric is not valid:\n${problems.map((problem) => `- ${problem}`).join('\n')}`, options);
    this.problems = problems;
  }
}

/** Reads a rubric document (YAML). Throws InvalidRubricError with every problem found, in words. */
export function parseRubric(text: string): Rubric {
  const document = readDocument(text);
  const problems: string[] = [];
  const seen = new Set<string>();
  const readItem = (place: string, item: z.infer<typeof itemSchema>): RubricItem[] => {
    const check = checkById.get(item.check);
    if (!check) {
      problems.push(`${place}: there is no check called ${item.check}`);
      return [];
    }
    if (seen.has(item.check)) problems.push(`${item.check} stands in the rubric twice`);
    for (const required of item.requires) {
      if (!seen.has(required)) problems.push(`${item.check} requires ${required}, which must stand before it`);
    }
    seen.add(item.check);
    const parameters = check.parameters?.safeParse(item.parameters);
    if (parameters?.error) problems.push(`${item.check}: parameters: ${z.prettifyError(parameters.error)}`);
    if (!check.parameters && Object.keys(item.parameters).length > 0) problems.push(`${item.check} takes no parameters`);
    return [{ check, possible: toHundredths(item.points), requires: item.requires, parameters: parameters?.data ?? {} }];
  };
  const criteria = document.criteria.map((criterion): Criterion => {
    const items = criterion.checks.flatMap((item) => readItem(criterion.id, item));
    const possible = toHundredths(criterion.points);
    const sum = items.reduce((total, item) => total + item.possible, 0);
    if (sum !== possible) problems.push(`${criterion.id}: the checks add up to ${sum / 100} points, not ${criterion.points}`);
    return { id: criterion.id, title: criterion.title, possible, items };
  });
  const bonus = document.bonus.flatMap((item) => readItem('bonus', item));
  if (problems.length > 0) throw new InvalidRubricError(problems);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return { ...document, version: `${document.version}+${hash}`, criteria, bonus };
}

/** What the criteria are worth together, the bonus apart. */
export function possibleOf(rubric: Rubric): Hundredths {
  return rubric.criteria.reduce((total, criterion) => total + criterion.possible, 0);
}

/**
 * The probes that the rubric's checks need or use, and only those; `account` always, since it tells whether the login
 * exists, and `package-integrity`, which tells whether the tools asked are to be believed.
 */
export function probesNeeded(rubric: Rubric): ProbeId[] {
  const named = new Set<string>(['account', 'package-integrity']);
  for (const { check } of [...rubric.criteria.flatMap((criterion) => criterion.items), ...rubric.bonus]) {
    for (const id of [...check.needs, ...check.uses]) named.add(id);
  }
  return (Object.keys(probes) as ProbeId[]).filter((id) => named.has(id));
}

function readDocument(text: string): z.infer<typeof documentSchema> {
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (cause) {
    throw new InvalidRubricError([`it is not YAML: ${cause instanceof Error ? cause.message : String(cause)}`], { cause });
  }
  const result = documentSchema.safeParse(value);
  if (!result.success) {
    throw new InvalidRubricError(
      result.error.issues.map((issue) => `${issue.path.join('.') || '(top level)'}: ${issue.message}${lineOf(text, issue.path)}`),
      { cause: result.error },
    );
  }
  return result.data;
}

/** ` (line 12)`: where a field stands or, where it is missing, what it is missing in. */
function lineOf(text: string, path: readonly PropertyKey[]): string {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true) as { range?: readonly [number, number, number] | null } | undefined;
    if (node?.range) return ` (line ${lineCounter.linePos(node.range[0]).line})`;
  }
  return '';
}
