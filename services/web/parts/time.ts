import { html } from 'hono/html';
import type { Html } from '../layout/page.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short', timeZone: zone });
    formats.set(zone, format);
  }
  return format;
}

/** `Sat, 28 Nov 2026, 23:59 CET`, in the reader's time zone. */
export function timeText(moment: Date, zone: string): string {
  return formatOf(zone).format(moment);
}

const shortFormats = new Map<string, Intl.DateTimeFormat>();

/** `28 Nov, 23:59`, for columns of one term whose head says the zone. */
export function shortTimeText(moment: Date, zone: string): string {
  let format = shortFormats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: zone });
    shortFormats.set(zone, format);
  }
  return format.format(moment);
}

/** The same as an element that programs can read. */
export function timeTag(moment: Date, zone: string): Html {
  return html`<time datetime="${moment.toISOString()}" data-moment>${timeText(moment, zone)}</time>`;
}

/** `in 3 hours`, `2 days ago`: the largest unit that fits. */
export function relativeText(moment: Date, now: Date): string {
  const seconds = (moment.getTime() - now.getTime()) / 1000;
  const units = [['day', 86_400], ['hour', 3600], ['minute', 60]] as const;
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const);
  return new Intl.RelativeTimeFormat('en', { numeric: 'always' }).format(Math.trunc(seconds / size), unit);
}

const canonicalNames = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);

/**
 * The name under which Intl knows a zone, whatever its spelling; null for what is none. Of few names only, since a format is kept
 * for each.
 */
export function canonicalZone(zone: string): string | null {
  if (canonicalNames.has(zone)) return zone;
  if (!/^[A-Za-z][\w+/-]{1,40}$/.test(zone)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
