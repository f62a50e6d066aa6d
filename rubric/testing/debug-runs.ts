import type { Check, Verdict } from '../check.ts';
import { type ScenarioName, scenarioNames, type World, type WorldName, worlds } from '../experiments/debug-scenarios.ts';
import { debugConnection } from '../probes/debug-connection.ts';
import { collected, visitOf } from './bundle.ts';

export interface Said {
  output: string;
  exit?: number;
  durationMs?: number;
}

/** For tests: a debug_connection.sh as a function of what is true; `usage` is what it says without arguments. */
export interface SimulatedScript {
  run: (scenario: ScenarioName, world: World, which: WorldName) => Said | string | null;
  usage?: Said | string | null;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Judges a check on what the probe would print for such a script. null: that run got no sandbox. */
export function judgeSimulated(check: Check, { run, usage = { output: 'Usage: x <host> <port>\n', exit: 1 } }: SimulatedScript): Verdict {
  const lines = [`script /home/student/debug_connection.sh`, line('usage', usage), 'form positional'];
  for (const scenario of scenarioNames) {
    for (const which of Object.keys(worlds) as WorldName[]) lines.push(line(`${scenario}-${which}`, run(scenario, worlds[which], which)));
  }
  return judgePrinted(check, lines.join('\n'));
}

/** Judges a check on the probe's own output. */
export function judgePrinted(check: Check, stdout: string): Verdict {
  const evidence = { 'debug-connection': debugConnection.parse(collected(stdout), visitOf()) };
  return check.evaluate(evidence, { target: visitOf().target, clientAddress: null, parameters: {} });
}

function line(name: string, said: Said | string | null): string {
  if (said === null) return `@no-sandbox ${name} ${base64('no overlay')}`;
  const { output, exit = 0, durationMs = 120 } = typeof said === 'string' ? { output: said } : said;
  return `@run ${name} ${exit} ${durationMs} ${base64(output)}`;
}

