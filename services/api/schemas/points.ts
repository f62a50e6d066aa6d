import { z } from '@hono/zod-openapi';
import { toHundredths } from '#rubric/points.ts';

/** Points of a check or of a whole grade, in hundredths once read. */
export const pointsAsked = z
  .number()
  .min(0)
  .max(100_000)
  .refine((points) => Math.abs(Math.round(points * 100) - points * 100) < 1e-6, 'must be a whole number of hundredths')
  .openapi({ example: 1.5 })
  .transform(toHundredths);
