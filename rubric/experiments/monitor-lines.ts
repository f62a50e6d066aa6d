import { plainText } from '../report/inert.ts';
import type { MonitorRun } from '../probes/monitor-script.ts';

// What date, bash and journald write: ISO 8601, the parts of `date`, a clock, seconds since 1970.
const stamps =
  /\d{4}[-/.]\d{2}[-/.]\d{2}(?:[T_ ,]{1,2}\d{2}[:.-]\d{2}(?:[:.-]\d{2}(?:[.,]\d{1,9})?)?)?(?: ?(?:Z\b|UTC|[A-Z]{3,4}\b|[+-]\d{2}:?\d{2}))?|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Mo|Di|Mi|Do|Fr|Sa|So)\w{0,8}\.?,? +(?:[A-Z]\w{2,8} +\d{1,2}|\d{1,2}\.? +[A-Z]\w{2,8})|(?<![\d.:])\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?![\d:])(?: ?[AP]M)?(?: [A-Z]{3,4}(?: \d{4})?)?|\b1[6-9]\d{8}(?:\.\d{1,9}|\d{3})?\b/g;

/** The lines of a run, bounded, without colours, blank ones and complaints about files; time stamps are `@`. */
export function monitorLines(run: MonitorRun): string[] {
  return plainText(run.output)
    .split('\n')
    .slice(0, 3000)
    .map((line) => line.slice(0, 400).replaceAll(stamps, '@').trim())
    .filter((line) => line !== '' && !/: (?:Permission denied|No such file or directory|command not found)$|^(?:Terminated|Killed)$/.test(line));
}

/** The first line that holds the time at which it was written: local or UTC, 24 or 12 hours, or seconds since 1970. */
export function timedLine({ output, clock: { start, end, offset } }: MonitorRun): string | undefined {
  const minutes = new Set<string>();
  for (let at = start - (start % 60); at <= Math.min(end, start + 60); at += 60) {
    for (const shift of [0, offset * 60]) {
      const time = new Date((at + shift) * 1000);
      const [hour, minute] = [time.getUTCHours(), String(time.getUTCMinutes()).padStart(2, '0')];
      for (const hours of [hour, hour % 12 || 12]) minutes.add(`${hours}:${minute}`).add(`${String(hours).padStart(2, '0')}:${minute}`);
    }
  }
  return plainText(output)
    .split('\n')
    .slice(0, 3000)
    .find((line) => {
      const text = line.slice(0, 400);
      const clocks = [...text.matchAll(/(?<!\d)(\d{1,2})[:.h_-](\d{2})(?!\d)/g)].map(([, hour, minute]) => `${hour}:${minute}`);
      const compact = [...text.matchAll(/\d{8}[T_-]?(\d{2})(\d{2})\d{2}/g)].map(([, hour, minute]) => `${hour}:${minute}`);
      const seconds = [...text.matchAll(/(?<!\d)(1[6-9]\d{8})(?!\d{4})/g)].map(([, epoch]) => Number(epoch));
      return [...clocks, ...compact].some((clock) => minutes.has(clock)) || seconds.some((epoch) => epoch >= start - 1 && epoch <= end + 1);
    });
}

/**
 * The first figure that follows the number of connections: between the two runs it grows, in every cycle but one, by as
 * many connections as more stood there, counted once or by both their ends. Null where none does.
 */
export function countingFigure(one: MonitorRun, other: MonitorRun): { label: string; values: [number, number] } | null {
  const [before, after] = [figures(one), figures(other)];
  const growth = other.connections - one.connections;
  // A check of a service may just be open while the script counts.
  const slack = 5;
  for (const [label, values] of before) {
    const later = after.get(label) ?? [];
    const pairs = values.slice(0, later.length).map((value, index) => (later[index] ?? 0) - value);
    const follows = (factor: number) => pairs.filter((difference) => Math.abs(difference - factor * growth) > slack).length <= (pairs.length > 3 ? 1 : 0);
    const [first, second] = [values[0], later[0]];
    if (first !== undefined && second !== undefined && (follows(1) || follows(2))) return { label, values: [first, second] };
  }
  return null;
}

/** Whole numbers in the order of their cycles, by what stands before them on their line. */
function figures(run: MonitorRun): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const line of monitorLines(run)) {
    for (const match of line.matchAll(/(?<![\d.])\d{1,6}(?![\d]|\.\d)/g)) {
      const label = line.slice(Math.max(0, match.index - 80), match.index).replaceAll(/\d+/g, '#');
      found.set(label, [...(found.get(label) ?? []), Number(match[0])].slice(0, 50));
      if (found.size > 2000) return found;
    }
  }
  return found;
}
