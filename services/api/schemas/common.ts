import { z } from '@hono/zod-openapi';

/** Any text: what is not an id names nothing, and is answered like an id that is unknown. */
export const id = z.string().min(1).max(100).openapi({ example: '0198b2c4-7d1e-7a00-8000-3f1e5a7b9c0d' });

/** Of a rubric's check. */
export const checkId = z.string().max(200).regex(/^[\w.-]+$/, 'is no id of a check, such as ssh.root-login-refused');

export const idParam = z.object({ id: id.openapi({ param: { name: 'id', in: 'path' } }) });

/** Words for people: one line, no control characters. */
export const oneLine = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'must be one line without control characters');

// Postgres has no year 0, and the key's expiry is written with four digits.
export const timestamp = z.iso
  .datetime()
  .regex(/^[12]/, 'must be in the years 1000 to 2999')
  .openapi({ example: '2030-01-31T12:00:00.000Z' });

/** Every route below /v1 but one. */
export const bearer = [{ bearer: [] as string[] }];

/** A JSON body that must be there. */
export function jsonBody<S extends z.ZodType>(schema: S) {
  return { content: { 'application/json': { schema } }, required: true } as const;
}

export function jsonAnswer<S extends z.ZodType>(description: string, schema: S) {
  return { description, content: { 'application/json': { schema } } } as const;
}
