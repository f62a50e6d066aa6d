import type { MonitoredTarget, MonitorRun, MonitorScript } from '../probes/monitor-script.ts';
import { monitorLines } from './monitor-lines.ts';

/** What a script says of one service: told apart when up and when down, one of the two only, nothing, or the wrong way round. */
export interface ServiceReport {
  target: MonitoredTarget;
  name: string;
  told: 'both' | 'up' | 'down' | 'nothing' | 'inverted';
  /** A line that says it is up, and one that says it is down. */
  up: string | null;
  down: string | null;
}

type Ran = Extract<MonitorScript, { status: 'ran' }>;

interface RunLines {
  up: Set<string>;
  cycles: number;
  lines: TargetLine[];
}

/**
 * Compares what the script printed about each of its services while it was up and while it was down. Where it asked
 * nobody, the ports that it may have looked for itself count as far as it says anything about them.
 */
export function serviceReports(script: Ran): ServiceReport[] {
  const asked = distinct([...script.odd.up, ...script.even.up]);
  const runs = [script.down, script.odd, script.even].map((run): RunLines => {
    return { up: new Set(run.up.map(keyOf)), cycles: Math.max(run.slept, 1), lines: aboutTargets(run, asked, script) };
  });
  const reports = asked.map((target): ServiceReport => ({ target, name: nameOf(target, script), ...told(keyOf(target), runs) }));
  if (script.down.asked.length === 0) return reports.filter((report) => report.told !== 'nothing');
  return [...reports, ...unaskedServices(script, asked)];
}

/** Services of which it says "name:port is up" or "down" without ever asking anybody at that port. */
function unaskedServices(script: Ran, asked: MonitoredTarget[]): ServiceReport[] {
  const ports = new Set(asked.map(({ port }) => port));
  const claims = new Map<string, ServiceReport>();
  for (const line of monitorLines(script.odd)) {
    if (!(negative.test(line) || positive.test(line))) continue;
    for (const [, host = '', digits] of line.toLowerCase().matchAll(/(?<![\p{L}\d_.:/-])([a-z][\w-]{0,60}(?:\.[\w-]{1,60}){1,5}|localhost):(\d{2,5})(?!\d)/gu)) {
      const addresses = addressesOf(host, script);
      const target: MonitoredTarget = { kind: 'tcp', host: addresses[0] ?? host, port: Number(digits) };
      const isAsked = ports.has(target.port) || asked.some((other) => other.kind === 'icmp' && addresses.includes(hostOf(other)));
      if (!isAsked && claims.size < 20) claims.set(keyOf(target), { target, name: `${host}:${digits}`, told: 'nothing', up: null, down: null });
    }
  }
  return [...claims.values()];
}

// Where nothing names the service, what is said of no service in particular must tell.
const unnamed = (line: TargetLine) => line.targets.length === 0;

function told(key: string, runs: RunLines[]): Pick<ServiceReport, 'told' | 'up' | 'down'> {
  const kind = (isUp: boolean) => runs.filter(({ up }) => up.has(key) === isUp);
  const named = (line: TargetLine) => line.targets.includes(key);
  const search = (these: RunLines[], others: RunLines[]) => onlyIn(these, others, named) ?? onlyIn(these, others, unnamed);
  const [up, down] = [search(kind(true), kind(false)), search(kind(false), kind(true))];
  if ((up === null && down === null) || isContradictory(kind(true), kind(false), named)) return { told: 'nothing', up: null, down: null };
  if (up === null || down === null) return { told: up === null ? 'down' : 'up', up, down };
  return { told: isInverted(up, down) ? 'inverted' : 'both', up, down };
}

/** A line of the runs of one kind that no run of the other kind has; each run of the kind must have such a line. */
function onlyIn(these: RunLines[], others: RunLines[], about: (line: TargetLine) => boolean): string | null {
  const elsewhere = new Set(others.flatMap(({ lines }) => lines.filter(about).map(({ text }) => text)));
  const telling = these.map(({ lines }) => lines.find((line) => about(line) && !elsewhere.has(line.text))?.text);
  return telling.every((line) => line !== undefined) ? (telling[0] ?? null) : null;
}

/** The same verdict now and then, whether the service is up or down: what is said follows something else. */
function isContradictory(these: RunLines[], others: RunLines[], about: (line: TargetLine) => boolean): boolean {
  const rates = (runs: RunLines[]) =>
    runs.map(({ lines, cycles }) => {
      const counts = new Map<string, number>();
      for (const line of lines) if (about(line) && (negative.test(line.text) || positive.test(line.text))) counts.set(line.text, (counts.get(line.text) ?? 0) + 1 / cycles);
      return counts;
    });
  const [one, two] = [rates(these), rates(others)];
  return one.some((counts) => [...counts].some(([text, rate]) => two.some((other) => other.has(text) && Math.abs((other.get(text) ?? 0) - rate) > 0.3)));
}

interface TargetLine {
  text: string;
  targets: string[];
}

function aboutTargets(run: MonitorRun, targets: MonitoredTarget[], script: Ran): TargetLine[] {
  const lines = monitorLines(run).flatMap((line): TargetLine[] => {
    const about = mentioned(line, targets, script);
    // One line that tells of several services is cut where it goes on to the next.
    const parts = about.length > 1 ? line.split(/[|;,{}]|\t| {3,}/) : [line];
    return parts.map((text) => ({ text: text.trim().replaceAll(/\d+(?:[.,]\d+)*/g, '#'), targets: parts.length > 1 ? mentioned(text, targets, script) : about }));
  });
  // The answer may stand on a line of its own below the service's name.
  const below = lines.flatMap((line, index): TargetLine[] => {
    const next = lines[index + 1];
    return line.targets.length > 0 && next?.targets.length === 0 ? [{ text: `${line.text} | ${next.text}`, targets: line.targets }] : [];
  });
  return [...lines, ...below];
}

/** Keys of the targets that a line names: by name or address (and port, where several have the host), else by port. */
function mentioned(text: string, targets: MonitoredTarget[], script: Ran): string[] {
  const words = [...text.toLowerCase().matchAll(/[\p{L}\d][\p{L}\d.@_-]*/gu)].slice(0, 60).map(([word]) => word.replace(/[.]+$/, ''));
  const numbers = new Set([...text.matchAll(/(?<![\d.])\d{2,5}(?![\d.])/g)].map(([number]) => Number(number)));
  const addresses = new Set(words.flatMap((word) => addressesOf(word, script)));
  const byHost = targets.filter((target) => (target.kind === 'unit' ? words.some((word) => target.host === word || target.host === `${word}.service`) : addresses.has(hostOf(target))));
  const withPort = byHost.some(({ port }) => port !== null && numbers.has(port));
  if (byHost.length > 0) return byHost.filter(({ port }) => !withPort || port === null || numbers.has(port)).map(keyOf);
  return targets.filter(({ port }) => port !== null && numbers.has(port)).map(keyOf);
}

function addressesOf(word: string, { hosts }: Ran): string[] {
  const known = hosts.get(word);
  if (known) return known.map((address) => (address === '::1' ? '127.0.0.1' : address));
  if (/^\d+(?:\.\d+){3}$/.test(word)) return [word];
  return [wildcardAddress(word)];
}

/** As the sandbox's name server answers for a name that nobody knows: the network, and the name's 16-bit checksum. */
export function wildcardAddress(name: string): string {
  const bytes = Buffer.from(`${name}\0`);
  let sum = 0;
  for (let index = 0; index + 1 < bytes.length; index += 2) sum = (sum + bytes.readUInt16BE(index)) & 0xffff;
  return `10.66.${sum >> 8}.${sum & 255}`;
}

const hostOf = ({ host }: MonitoredTarget) => (host === '::1' ? '127.0.0.1' : host);
const keyOf = (target: MonitoredTarget) => `${target.kind} ${hostOf(target)} ${target.port ?? ''}`;

function distinct(targets: MonitoredTarget[]): MonitoredTarget[] {
  return [...new Map(targets.map((target) => [keyOf(target), target])).values()];
}

function nameOf(target: MonitoredTarget, script: Ran): string {
  const host = hostOf(target);
  const words = new Set([script.down, script.odd].flatMap(({ output }) => output.slice(0, 20_000).toLowerCase().match(/[a-z][a-z0-9.-]*[a-z0-9]/g) ?? []));
  const name = [...words].find((word) => target.kind !== 'unit' && addressesOf(word, script).includes(host)) ?? host;
  return target.kind === 'icmp' ? `${name} (ping)` : target.port === null ? name : `${name}:${target.port}`;
}

const negative =
  /[✗✘✖❌🔴⛔×]|\b(?:down|fail\w*|unreach\w*|not|no|un(?:available|responsive)|clos\w*|refused|offline|dead|err(?:or)?|time(?:d )?-?out|inactive|inaccessible|injoignable|ko|nok|critical|stopped|lost)\b|(?<!\p{L})(?:nicht|kein\p{L}*|aus(?:gefallen)?|fehl\p{L}*|gestört|geschlossen|ca[íi]do|inalcanzable)(?!\p{L})/iu;
const positive =
  /[✓✔✅🟢]|\b(?:up|ok|reachable|open|online|alive|healthy|success\w*|pass\w*|active|available|running|accessible|joignable|responding)\b|(?<!\p{L})(?:erreichbar|offen|läuft|verfügbar|alcanzable|activo)(?!\p{L})/iu;

function isInverted(up: string, down: string): boolean {
  return negative.test(up) && positive.test(down) && !negative.test(down);
}
