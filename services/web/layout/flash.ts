import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import type { WebContext } from '../web.ts';

const flash = z.object({ kind: z.enum(['good', 'warn', 'bad']), text: z.string().max(1000) });
export type Flash = z.infer<typeof flash>;

/** With the prefix that keeps neighbours on other host names from putting words into our mouth. */
const nameOf = (context: WebContext): string => (context.get('secure') ? '__Host-flash' : 'flash');

/** Says on the next page what the form that was just sent did; then answer with a redirect (303). */
export function setFlash(context: WebContext, kind: Flash['kind'], text: string): void {
  const value = Buffer.from(JSON.stringify({ kind, text: text.slice(0, 1000) })).toString('base64url');
  setCookie(context, nameOf(context), value, { httpOnly: true, sameSite: 'Lax', secure: context.get('secure'), path: '/', maxAge: 60 });
}

/** What the last form said, once. */
export function takeFlash(context: WebContext): Flash | null {
  const value = getCookie(context, nameOf(context));
  if (value === undefined) return null;
  deleteCookie(context, nameOf(context), { path: '/', secure: context.get('secure') });
  try {
    return flash.parse(JSON.parse(Buffer.from(value, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}
