import { z } from 'zod';

/** A check's parameter `ports`, with the exercise's as its default. */
export function portList(ports: number[]) {
  return z.strictObject({ ports: z.array(z.int().min(1).max(65_535)).min(1).default(ports) });
}
