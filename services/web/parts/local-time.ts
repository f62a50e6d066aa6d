/** What a moment is in a field `datetime-local`: `2026-03-29T23:59`, with seconds where there are some. */
export function localText(moment: Date, zone: string): string {
  const text = new Date(moment.getTime() + offsetAt(moment.getTime(), zone)).toISOString();
  return text.endsWith(':00.000Z') ? text.slice(0, 16) : text.slice(0, 19);
}

export type LocalMoment =
  | { ok: true; moment: Date }
  /** `unreadable`: no date and time; `skipped`: clocks are put forward over it. */
  | { ok: false; why: 'unreadable' | 'skipped' };

/**
 * The moment that a clock on the wall of that zone shows so. Where clocks are put back it is shown twice: the later one is
 * taken, since that is the kinder deadline; `was`, the moment that the field was filled with, stays where nothing was changed.
 */
export function readLocal(text: string, zone: string, was: Date | null = null): LocalMoment {
  if (was && localText(was, zone) === text) return { ok: true, moment: was };
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(?:\.\d+)?$/.exec(text);
  const wall = parts ? Date.parse(`${parts[1]}${parts[2] ?? ':00'}Z`) : Number.NaN;
  // JavaScript takes the 31st of February for the 3rd of March.
  if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(parts?.[1] ?? '-') || !/^[12]/.test(text)) return { ok: false, why: 'unreadable' };
  // An offset of the day before or of the day after holds, whatever changes between them.
  const day = 86_400_000;
  const found = [offsetAt(wall - day, zone), offsetAt(wall + day, zone)].map((offset) => wall - offset).filter((moment) => moment + offsetAt(moment, zone) === wall);
  return found.length === 0 ? { ok: false, why: 'skipped' } : { ok: true, moment: new Date(Math.max(...found)) };
}

/** Milliseconds that the zone's clocks are ahead of UTC at a moment. */
function offsetAt(moment: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
  const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  const { year, month, day, hour, minute, second } = part;
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return wall - Math.floor(moment / 1000) * 1000;
}
