import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { openDatabase } from '#db/database.ts';
import { openSealer } from '#db/sealed.ts';
import { openQueues } from '#workers/queues/open-queues.ts';
import { readApiConfig } from '../api/config.ts';
import { createApi } from '../api/create-api.ts';
import { ApiProblem, problemResponse } from '../api/problem.ts';
import { builtInRubricFile } from '../cli/built-in-rubric.ts';
import { rubricDifferences } from '../cli/calibrated-rubric.ts';
import { log } from '../cli/log.ts';
import { readTextFile } from '../cli/rubric-file.ts';
import { databaseUrl, queueBackend, secret } from '../cli/settings.ts';

/**
 * The API for AWS Lambda behind API Gateway, a load balancer or a function URL, with the settings of `netgrader serve`.
 * Nothing migrates here: run `netgrader migrate` when you deploy. An answer is sent as a whole, so that nothing is streamed. Throws UsageError and InvalidConfigError.
 */
export function createLambda(env: NodeJS.ProcessEnv = process.env) {
  const config = readApiConfig(env, readTextFile(builtInRubricFile, 'rubric'));
  const sealer = openSealer(secret(env));
  // An instance answers one request at a time, and many instances share the database's connections.
  const database = openDatabase(databaseUrl(env), { connections: 2, onError: (error) => log.error({ err: error }, 'database connection') });
  const queues = openQueues({ backend: queueBackend(env), onError: (error) => log.error({ err: error }, 'queue connection') });
  const api = createApi({ db: database.db, queues, sealer, config, log, rubricDifferences });
  const lambda = new Hono()
    .get('/v1/regrades/:id/events', () => problemResponse(new ApiProblem('not-found', 'Progress is not streamed from here: ask GET /v1/regrades/{id} again now and then.')))
    .route('/', api);
  return { handler: handle(lambda), close: async () => void (await Promise.all([queues.close(), database.close()])) };
}
