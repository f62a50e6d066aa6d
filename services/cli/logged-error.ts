import { DrizzleQueryError } from 'drizzle-orm/errors';
import pino from 'pino';

/**
 * What a log line keeps of an error. A failed query is told without its parameters: those are students' work and sealed keys,
 * up to megabytes, and drizzle has them in message and stack.
 */
export function loggedError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const query = queryIn(error);
  if (query === null) return pino.stdSerializers.err(error);
  const cause = query.cause instanceof Error ? pino.stdSerializers.err(query.cause) : undefined;
  return { type: query.name, message: `Failed query: ${query.query}`, ...(cause === undefined ? {} : { cause }) };
}

/** The error itself or the nearest of its causes. */
function queryIn(error: Error): DrizzleQueryError | null {
  for (let one: unknown = error; one instanceof Error; one = one.cause) if (one instanceof DrizzleQueryError) return one;
  return null;
}
