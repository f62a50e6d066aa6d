import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { canonicalZone } from '../parts/time.ts';
import type { WebContext } from '../web.ts';

/** Set by `scripts/app.js`, which must read it. */
const ofBrowser = 'tz';
/** Set by hand, and stronger. */
const chosen = 'tz-chosen';

/** The reader's IANA time zone, and how it is known. */
export function zoneOf(context: WebContext): { zone: string; source: 'chosen' | 'browser' | 'unknown' } {
  const byHand = canonicalZone(getCookie(context, chosen) ?? '');
  if (byHand !== null) return { zone: byHand, source: 'chosen' };
  const told = canonicalZone(getCookie(context, ofBrowser) ?? '');
  return told === null ? { zone: 'UTC', source: 'unknown' } : { zone: told, source: 'browser' };
}

/** Null: the browser's again, which it tells anew. */
export function chooseZone(context: WebContext, zone: string | null): void {
  const common = { path: '/', secure: context.get('secure') };
  if (zone !== null) return setCookie(context, chosen, zone, { ...common, httpOnly: true, sameSite: 'Lax', maxAge: 31_536_000 });
  deleteCookie(context, chosen, common);
  deleteCookie(context, ofBrowser, common);
}
