import { z } from 'zod';

/** Why something is done, in a line; kept with it for good. */
export const reasonField = z
  .string({ error: 'Say in a line why.' })
  .trim()
  .min(1, 'Say in a line why.')
  .max(500, 'May have 500 characters at most.')
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'Must be one line.');
