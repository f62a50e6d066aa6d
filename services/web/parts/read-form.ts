import type { z } from 'zod';
import type { WebContext } from '../web.ts';

export type ReadForm<T> =
  | { ok: true; values: T }
  /** `errors`: a sentence by field name; `given`: what was sent, for the form to be shown again. */
  | { ok: false; errors: Record<string, string>; given: Record<string, string> };

/** Reads a sent form by a schema; empty fields count as not sent. Where it is wrong, show it again with status 422. */
export async function readForm<T extends z.ZodType>(context: WebContext, schema: T): Promise<ReadForm<z.infer<T>>> {
  const body = await context.req.parseBody({ all: true });
  const sent = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== ''));
  const result = schema.safeParse(sent, { error: (issue) => words(issue, issue.path?.[0] === undefined || issue.path[0] in sent) });
  if (result.success) return { ok: true, values: result.data };
  const errors: Record<string, string> = {};
  for (const issue of result.error.issues) {
    const field = String(issue.path[0] ?? 'form');
    errors[field] ??= issue.message;
  }
  const given = Object.fromEntries(Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
  return { ok: false, errors, given };
}

/** Where the schema brings no sentence of its own. Undefined: zod's. */
function words(issue: z.core.$ZodRawIssue, isSent: boolean): string | undefined {
  if (!isSent) return 'Fill this in.';
  const isNumber = 'origin' in issue && (issue.origin === 'number' || issue.origin === 'int');
  if (issue.code === 'too_small') return isNumber ? `Give ${issue.minimum} or more.` : 'Fill this in.';
  if (issue.code === 'too_big') return isNumber ? `Give ${issue.maximum} at most.` : `Give ${issue.maximum} characters at most.`;
  return issue.code === 'invalid_type' && issue.expected === 'number' ? 'Give a number.' : undefined;
}
