import { readFileSync } from 'node:fs';
import { scriptNames, scriptPattern } from '#rubric/deliverables/names.ts';
import { bytesOf, textOf, uploadNamed } from '#rubric/deliverables/uploads.ts';
import type { Upload } from '#rubric/evidence.ts';
import type { Probe } from '#rubric/probe.ts';

const maxScriptBytes = 64 * 1024;

/** Of a slow machine: how many times the limits of its probes may be stretched (runner.sh). */
export const mostPatience = 6;

const runner = readFileSync(new URL('./runner.sh', import.meta.url), 'utf8');
/** Functions for experiments that run a student's script; see sandbox.sh. */
const sandbox = readFileSync(new URL('./sandbox.sh', import.meta.url), 'utf8');

export interface ScriptInput {
  /** Random, so that nothing a probe prints can pass for a frame by chance. */
  nonce: string;
  login: string;
  deliverables: string | null;
  parameters: Record<string, string | string[]>;
  probes: readonly Probe[];
  uploads: readonly Upload[];
  /** Multiplies all limits from the start ($NG_PATIENCE); the machine's own pace raises it up to mostPatience. Default 1. */
  patience?: number;
}

/**
 * The whole visit as one POSIX sh script for `sh -s -- "$SSH_CONNECTION"`. Passive probes run side by side and have
 * all ended before the first experiment starts.
 */
export function composeScript({ nonce, login, deliverables, parameters, probes, uploads, patience = 1 }: ScriptInput): string {
  const variables: Record<string, string> = {
    NG_LOGIN: login,
    NG_DELIVERABLES: deliverables ?? '',
    NG_PATIENCE: String(patience),
    NG_MOST_PATIENCE: String(mostPatience),
  };
  for (const [name, value] of Object.entries(parameters)) {
    variables[`NG_${name.toUpperCase()}`] = Array.isArray(value) ? value.join(' ') : value;
  }
  Object.assign(variables, uploadedScripts(uploads));
  if (probes.some(({ command }) => command.includes('$NG_SANDBOX'))) variables['NG_SANDBOX'] = sandbox;
  const exports = Object.entries(variables).map(([name, value]) => `${name}=${shellQuote(value)}; export ${name}`);
  const inPhase = (phase: Probe['phase']) => probes.filter((probe) => probe.phase === phase).map(probeLine);
  return [
    `NONCE=${nonce}`,
    ...exports,
    runner,
    'frame hello 0 "$uid $NG_PATIENCE $connection"',
    ...inPhase('passive'),
    'wait',
    ...inPhase('experiment'),
    'wait',
    'frame end 0 ""',
    'exit 0',
    '',
  ].join('\n');
}

/** Linux takes at most 128 KiB in one string of the environment (execve(2)), and no NUL. */
function uploadedScripts(uploads: readonly Upload[]): Record<string, string> {
  const found = scriptNames.flatMap((name) => {
    const script = uploadNamed(uploads, [`${name}.sh`, scriptPattern(name)]);
    if (!script || script.truncated || bytesOf(script).length > maxScriptBytes) return [];
    const text = textOf(script);
    return text.includes('\0') || Buffer.byteLength(text) > maxScriptBytes ? [] : [[`NG_UPLOAD_${name.toUpperCase()}`, text] as const];
  });
  return Object.fromEntries(found);
}

function probeLine(probe: Probe): string {
  // One byte over the limit tells a cut output from one that just fits.
  const words = [probe.id, probe.runAs, probe.timeoutSeconds, probe.maxBytes + 1, shellQuote(probe.command)];
  return `probe ${words.join(' ')} </dev/null &`;
}

/** POSIX single quotes; safe for every byte but NUL, which sh cannot hold. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
