import { z } from '@hono/zod-openapi';

/** An account name as useradd(8) takes it, capitals and dots included; never something that a command reads as an option. */
export const login = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*\$?$/, 'is not an account name');
