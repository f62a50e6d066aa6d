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
  const result = schema.safeParse(sent);
  if (result.success) return { ok: true, values: result.data };
  const errors: Record<string, string> = {};
  for (const issue of result.error.issues) {
    const field = String(issue.path[0] ?? 'form');
    errors[field] ??= words(issue, field in sent);
  }
  const given = Object.fromEntries(Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
  return { ok: false, errors, given };
}

/** A sentence for people; the schema's own where it brings one. */
function words(issue: z.core.$ZodIssue, isSent: boolean): string {
  const { message } = issue;
  if (!isSent && message.startsWith('Invalid')) return 'Fill this in.';
  const isNumber = 'origin' in issue && (issue.origin === 'number' || issue.origin === 'int');
  if (issue.code === 'too_small' && message.startsWith('Too small')) return isNumber ? `Give ${issue.minimum} or more.` : 'Fill this in.';
  if (issue.code === 'too_big' && message.startsWith('Too big')) return isNumber ? `Give ${issue.maximum} at most.` : `Give ${issue.maximum} characters at most.`;
  if (issue.code === 'invalid_type' && message.startsWith('Invalid input: expected number')) return 'Give a number.';
  return message;
}
