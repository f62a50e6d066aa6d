import { runSeconds, type ScenarioName, type WorldName, worlds } from './debug-scenarios.ts';
import { normaliseOutput, type NormalisedLines } from './normalise.ts';
import type { SandboxRun } from './sandbox-output.ts';

/** What one run said, comparable with what others said. */
export interface Statement {
  lines: NormalisedLines;
  /** null: the run was ended by us, so it has none of its own. */
  exit: number | null;
}

export type Statements = ReadonlyMap<ScenarioName, readonly Statement[]>;
export type Runs = ReadonlyMap<ScenarioName, ReadonlyMap<WorldName, SandboxRun>>;

/** The runs of each scenario, one from each world, as statements. */
export function statementsOf(runs: Runs): Statements {
  return new Map([...runs].map(([scenario, byWorld]) => [scenario, [...byWorld].map(([world, run]) => statementOf(run, world))]));
}

export function statementOf({ output, exit, durationMs }: SandboxRun, world: WorldName): Statement {
  return { lines: normaliseOutput(output, worlds[world]), exit: exit === 124 && durationMs >= runSeconds * 1000 - 200 ? null : exit };
}

export type Telling = 'tells' | 'same' | 'unfinished' | 'contradicts-itself' | 'unknown';

/** A pair that swaps places (`listens`, `does not listen`) is forgiven where the rest tells; more is a script that guesses. */
const forgiven = 2;

/**
 * Whether a script tells one state of affairs from others: what it says of the one differs from what it says of each of the
 * others in every world, and asked again about the same it says the same. `contradicts-itself`: it does not.
 * `unfinished`: of the one it had nothing of its own to say before we ended it. `unknown`: too few of its runs could be made.
 */
export function tellsApart(statements: Statements, one: ScenarioName, others: readonly ScenarioName[]): Telling {
  const all = [one, ...others].map((scenario) => statements.get(scenario) ?? []);
  if (all.some((runs) => runs.length === 0)) return 'unknown';
  const told = tellingOf(all);
  if (told !== 'contradicts-itself') return told;
  const settled = all.map((runs) => runs.map((run) => withoutPassing(run, all)));
  const rest = tellingOf(settled);
  const saysMore = settled.some((runs) => runs.some(({ lines }) => lines.coarse.size > 0));
  return saysMore ? rest : told;
}

function tellingOf([first = [], ...rest]: readonly (readonly Statement[])[]): Telling {
  const levels = (['coarse', 'fine'] as const).map((level) => {
    const agrees = [first, ...rest].every((runs) => runs.every((run) => same(run, runs[0], level) || run.exit === null));
    const differs = rest.every((runs) => runs.every((run) => first.every((other) => !same(run, other, level))));
    // A line that is missing from a run that we ended says nothing about the state of affairs.
    const finished = first.every((run) => run.exit !== null || rest.every((runs) => runs.every((other) => hasOwn(run, other, level))));
    return { agrees, differs, finished };
  });
  if (levels.some(({ agrees, differs, finished }) => agrees && differs && finished)) return 'tells';
  if (levels.some(({ agrees, differs }) => agrees && differs)) return 'unfinished';
  return levels.some(({ agrees }) => agrees) ? 'same' : 'contradicts-itself';
}

/** A statement without the few lines that one run prints and another about the same does not: a race in the script. */
function withoutPassing({ lines, exit }: Statement, all: readonly (readonly Statement[])[]): Statement {
  const settled = (level: keyof NormalisedLines): ReadonlySet<string> => {
    const passing = new Set(all.flatMap((runs) => runs.flatMap((run) => [...run.lines[level]].filter((line) => runs.some((other) => other.exit !== null && !other.lines[level].has(line))))));
    return passing.size > forgiven ? lines[level] : new Set([...lines[level]].filter((line) => !passing.has(line)));
  };
  return { lines: { fine: settled('fine'), coarse: settled('coarse') }, exit };
}

function hasOwn(run: Statement, other: Statement, level: keyof NormalisedLines): boolean {
  return [...run.lines[level]].some((line) => !other.lines[level].has(line));
}

function same(a: Statement, b: Statement | undefined, level: keyof NormalisedLines): boolean {
  if (!b) return true;
  if (a.exit !== null && b.exit !== null && a.exit !== b.exit) return false;
  const [these, those] = [a.lines[level], b.lines[level]];
  return these.size === those.size && [...these].every((line) => those.has(line));
}

/** Lines that every run of `one` prints and no run of `other` does. */
export function ownLines(statements: Statements, one: ScenarioName, other: ScenarioName): string[] {
  const [runs, others] = [statements.get(one) ?? [], statements.get(other) ?? []];
  const [first] = runs;
  return [...(first?.lines.coarse ?? [])].filter(
    (line) => runs.every(({ lines }) => lines.coarse.has(line)) && !others.some(({ lines }) => lines.coarse.has(line)),
  );
}

/** Whether a script said one thing of this state of affairs, and then another. */
export function isTorn(statements: Statements, scenario: ScenarioName): boolean {
  const [first, ...rest] = statements.get(scenario) ?? [];
  return rest.some((run) => first !== undefined && run.exit !== null && first.exit !== null && !same(run, first, 'coarse'));
}
