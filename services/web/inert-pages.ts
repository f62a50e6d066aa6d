import { createMiddleware } from 'hono/factory';

// Controls but tab and newline, and Unicode's bidi controls (UAX #9). Joiners stay: scripts and emoji need them.
const unseen = /[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * No page holds a character that reorders what is read or commands a terminal, whoever wrote it and wherever it is shown.
 * What hosts and students wrote goes through `plainText` besides, which knows whole ANSI sequences.
 */
export function inertPages() {
  return createMiddleware(async (context, next) => {
    await next();
    if (!(context.res.headers.get('Content-Type') ?? '').startsWith('text/html') || !context.res.body) return;
    const text = await context.res.text();
    context.res = new Response(text.replace(unseen, ''), context.res);
  });
}
