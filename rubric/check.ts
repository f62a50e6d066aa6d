import type { z } from 'zod';
import type { Target, Unavailable } from './evidence.ts';
import type { EvidenceId, EvidenceTypes } from './probes/catalogue.ts';

/** What a check says about the host. `seen` and `expected` are plain clauses; `quote` is raw evidence, bounded by the report. */
export interface Finding {
  seen: string;
  /** Where it was seen: a file and line, a command. */
  where?: string;
  /** Leads to the fix without giving the command away. Defaults to the check's hint. */
  hint?: string;
  quote?: string;
  /** A contradiction for the instructor's eyes. Costs no points by itself. */
  review?: string;
}

export type Verdict =
  | (Finding & { outcome: 'passed' })
  | (Finding & { outcome: 'partial'; share: number })
  | (Finding & { outcome: 'failed' })
  | (Finding & { outcome: 'not_gradable' });

export const passed = (finding: Finding): Verdict => ({ outcome: 'passed', ...finding });
export const failed = (finding: Finding): Verdict => ({ outcome: 'failed', ...finding });
/** For a check whose evidence is there and still decides nothing. Costs no points. */
export const notGradable = (finding: Finding): Verdict => ({ outcome: 'not_gradable', ...finding });

/** `done` of `total` items earn their share of the points; none is failed, all is passed. */
export function partial(done: number, total: number, finding: Finding): Verdict {
  if (done >= total) return passed(finding);
  return done <= 0 ? failed(finding) : { outcome: 'partial', share: done / total, ...finding };
}

export interface CheckContext<Parameters> {
  target: Target;
  /** The worker's address as the host sees it; null where the host did not say. */
  clientAddress: string | null;
  parameters: Parameters;
}

type Needed<Needs extends EvidenceId, Uses extends EvidenceId> = {
  [Id in Needs]: EvidenceTypes[Id];
} & { [Id in Uses]: EvidenceTypes[Id] | Unavailable };

export interface CheckDefinition<Needs extends EvidenceId, Uses extends EvidenceId, Parameters> {
  id: string;
  title: string;
  /** A clause that completes "Expected: …". */
  expected: string;
  hint: string;
  /** Evidence without which the check is not gradable. */
  needs: readonly Needs[];
  /** Evidence that helps: it arrives as it is, or as Unavailable (see `isAvailable`). */
  uses?: readonly Uses[];
  /** Bounds and lists that a rubric may set for this check. */
  parameters?: z.ZodType<Parameters>;
  evaluate(evidence: Needed<Needs, Uses>, context: CheckContext<Parameters>): Verdict;
}

/** A check with its types closed over, as the catalogue and the engine hold it. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly expected: string;
  readonly hint: string;
  readonly needs: readonly EvidenceId[];
  readonly uses: readonly EvidenceId[];
  readonly parameters: z.ZodType | undefined;
  evaluate(evidence: Record<string, unknown>, context: CheckContext<unknown>): Verdict;
}

/** Defines a check. Asking for evidence that `needs` and `uses` do not name is a compile error. */
export function defineCheck<
  const Needs extends EvidenceId = never,
  const Uses extends EvidenceId = never,
  Parameters = Record<string, never>,
>(definition: CheckDefinition<Needs, Uses, Parameters>): Check {
  return {
    ...definition,
    uses: definition.uses ?? [],
    parameters: definition.parameters,
    // The engine hands over exactly what needs and uses name, parsed by their probes.
    evaluate: (evidence, context) =>
      definition.evaluate(evidence as Needed<Needs, Uses>, context as CheckContext<Parameters>),
  };
}

/** Tells parsed evidence of `uses` from its absence. */
export function isAvailable<T>(evidence: T | Unavailable): evidence is T {
  return !(
    typeof evidence === 'object' &&
    evidence !== null &&
    'status' in evidence &&
    evidence.status === 'unavailable'
  );
}
