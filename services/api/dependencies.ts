import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Database } from '#db/database.ts';
import type { TokenHolder } from '#db/queries/api-tokens.ts';
import type { Sealer } from '#db/sealed.ts';
import type { Queues } from '#workers/queues/open-queues.ts';
import type { ApiConfig } from './config.ts';

/** As pino has it. */
export interface ApiLog {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface ApiDependencies {
  db: Database;
  queues: Queues;
  sealer: Sealer;
  config: ApiConfig;
  log: ApiLog;
  /**
   * Where a rubric's text grades calibrated hosts otherwise than it must, in sentences: such a rubric is refused.
   * Default: no rubric is.
   */
  rubricDifferences?: (text: string) => Promise<string[]>;
  /** All addresses of a name; default: the system's resolver. */
  resolve?: (name: string) => Promise<string[]>;
}

export interface ApiEnv {
  Variables: { viewer: TokenHolder; requestId: string };
}

export type Api = OpenAPIHono<ApiEnv>;
