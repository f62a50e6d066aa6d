import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Database } from '#db/database.ts';
import { selectOptionalTokenHolder, type TokenHolder } from '#db/queries/api-tokens.ts';
import { endSession, selectOptionalSessionHolder } from '#db/queries/sessions.ts';

/** Who asks, and how much of what is theirs this way of asking opens. */
export type Viewer = TokenHolder;
/** Whoever uses a browser. */
export type SignedIn = Viewer & { sessionId: string };

/** How long a browser stays signed in. */
export const sessionDays = 14;

/** RFC 6750 §2.1. Null where there is no such header. */
export function bearerToken(authorization: string | undefined): string | null {
  return /^Bearer +([\w.~+/=-]+) *$/i.exec(authorization ?? '')?.[1] ?? null;
}

/** Programs: by their bearer token. */
export async function viewerOfToken(db: Database, token: string): Promise<Viewer | null> {
  return selectOptionalTokenHolder(db, token);
}

/** Browsers: by the cookie that `rememberSession` gave them. */
export async function viewerOfBrowser(db: Database, context: Context, publicUrl: string): Promise<SignedIn | null> {
  const secret = getCookie(context, cookieName(publicUrl));
  return secret === undefined ? null : selectOptionalSessionHolder(db, secret);
}

/**
 * Every way to sign in ends here: it has found out who the person is, begun a session (db/queries/sessions.ts), and the
 * browser is given its secret. Lax, not strict: a link in a mail must arrive signed in.
 */
export function rememberSession(context: Context, publicUrl: string, session: { secret: string; expiresAt: Date }): void {
  const { secret, expiresAt: expires } = session;
  setCookie(context, cookieName(publicUrl), secret, { httpOnly: true, sameSite: 'Lax', secure: isSecure(publicUrl), path: '/', expires });
}

export async function forgetSession(db: Database, context: Context, publicUrl: string, { sessionId }: SignedIn): Promise<void> {
  await endSession(db, sessionId);
  deleteCookie(context, cookieName(publicUrl), { path: '/', secure: isSecure(publicUrl) });
}

/** The prefix keeps neighbours on other host names from setting it (RFC 6265bis §4.1.3.2); browsers want TLS for it. */
function cookieName(publicUrl: string): string {
  return isSecure(publicUrl) ? '__Host-netgrader' : 'netgrader';
}

/** Whether browsers reach us by TLS alone, so that cookies may insist on it. */
export function isSecure(publicUrl: string): boolean {
  return publicUrl.startsWith('https:');
}
