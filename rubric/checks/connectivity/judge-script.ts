import { failed, notGradable, passed, type Verdict } from '../../check.ts';
import { argumentForms, runSeconds, type ScenarioName, worlds } from '../../experiments/debug-scenarios.ts';
import { isTorn, ownLines, type Statements, statementsOf, tellsApart } from '../../experiments/tells-apart.ts';
import { isInverted } from '../../experiments/wording.ts';
import type { DebugConnection } from '../../probes/debug-connection.ts';

export type RanScript = Extract<DebugConnection, { status: 'ran' }>;

/** Judges a script that was tried out, or says why none was. */
export function judgeScript(script: DebugConnection, judge: (ran: RanScript) => Verdict): Verdict {
  if (script.status === 'ran') return judge(script);
  if (script.status === 'missing') {
    return failed({
      seen: `no debug_connection.sh in ${script.folder} or a folder below it`,
      hint: 'Task 8.1 asks for a script of that name; keep it in your home or with your other deliverables.',
    });
  }
  return notGradable({ seen: `your script could not be tried out safely on this machine: ${script.why}` });
}

export interface Distinction {
  /** The good case and those that must sound different. */
  good: ScenarioName;
  bad: readonly ScenarioName[];
  /** Which of the two sides is one state of affairs, while the other holds several. */
  one: ScenarioName;
  others: readonly ScenarioName[];
  /** `an open port from a closed one`. */
  words: string;
}

/** Whether the script tells two states of affairs apart, in whatever words, and has the words the right way round. */
export function judgeDistinction(ran: RanScript, { good, bad, one, others, words }: Distinction): Verdict {
  const statements = statementsOf(ran.runs);
  const where = ran.path;
  const telling = tellsApart(statements, one, others);
  if (telling === 'unknown') return notGradable({ seen: 'your script could not be tried out on this machine often enough to tell', where });
  if (telling === 'contradicts-itself') {
    const torn = [one, ...others].find((scenario) => isTorn(statements, scenario)) ?? one;
    return failed({
      seen: 'asked twice about the same state of affairs, the script says different things',
      where,
      quote: bothOutputs(ran, torn, torn),
      hint: 'Let every line follow from what the script measured, so that the same trouble always reads the same.',
    });
  }
  if (telling === 'unfinished') {
    return failed({
      seen: `the script was still at work after ${runSeconds} seconds where ${truths[one]}, and till then said nothing that tells ${words}`,
      where,
      quote: bothOutputs(ran, one, others[0] ?? one),
      hint: 'Somebody who waits for an answer that never comes waits for ever: give every step that knocks somewhere an end.',
    });
  }
  if (telling === 'same') {
    const other = others.find((scenario) => tellsApart(statements, one, [scenario]) !== 'tells') ?? one;
    return failed({ seen: `the script does not tell ${words}: it says the same of both`, where, quote: bothOutputs(ran, one, other), ...windowsHint(ran) });
  }
  const inverted = bad.find((scenario) => isInverted(ownLines(statements, good, scenario), ownLines(statements, scenario, good)));
  if (inverted === undefined) return passed({ seen: `the script tells ${words}`, where, quote: evidenceLines(statements, good, bad) });
  return failed({
    seen: `the script tells ${words}, but says of each what is true of the other`,
    where,
    quote: bothOutputs(ran, good, inverted),
    hint: 'Look at which branch follows an exit status of 0.',
  });
}

function evidenceLines(statements: Statements, good: ScenarioName, bad: readonly ScenarioName[]): string {
  const lines = bad.slice(0, 1).flatMap((scenario) => [...ownLines(statements, good, scenario).slice(0, 3), ...ownLines(statements, scenario, good).slice(0, 3)]);
  return lines.length > 0 ? lines.join('\n') : 'exit statuses differ';
}

/** What the script printed in world a, for a message. */
export function bothOutputs({ runs, form }: RanScript, one: ScenarioName, other: ScenarioName): string {
  const shown = one === other ? (['a', 'b'] as const).map((world) => [one, world] as const) : [one, other].map((scenario) => [scenario, 'a'] as const);
  return shown
    .map(([scenario, world]) => {
      const run = runs.get(scenario)?.get(world);
      return `$ ./debug_connection.sh ${argumentForms[form](worlds[world])}   # ${truths[scenario]}\n${(run?.output ?? '').trim().slice(0, 500)}\n(exit status ${run?.exit ?? '?'})`;
    })
    .join('\n\n');
}

const truths: Record<ScenarioName, string> = {
  open: 'the port is open',
  closed: 'the port refuses connections',
  silent: 'the host answers, the port is silent',
  unknown: 'the name does not resolve',
  dead: 'the host is silent',
  walled: 'the port is open, a local rule drops packets to elsewhere',
};

/** Windows line ends make a script fail before it has said anything of its own. */
function windowsHint({ runs }: RanScript): { hint?: string } {
  const output = runs.get('open')?.get('a')?.output ?? '';
  return /\$'\\r'|\\r|\^M|\r': /.test(output) ? { hint: 'The script’s lines end as on Windows, which bash takes for a part of each command: save it with Unix line ends.' } : {};
}
