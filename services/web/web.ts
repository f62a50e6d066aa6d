import type { Context, Hono } from 'hono';
import type { SignedIn } from '../identity/identify.ts';

export interface WebEnv {
  Variables: {
    /** Who is signed in. Pages that are open to all read `visitor` instead. */
    viewer: SignedIn;
    visitor: SignedIn | null;
    requestId: string;
    /** Browsers reach us by TLS alone: cookies insist on it. */
    secure: boolean;
    /** IANA time zone of the reader. */
    zone: string;
  };
}

export type Web = Hono<WebEnv>;
export type WebContext = Context<WebEnv>;
