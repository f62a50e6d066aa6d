import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { authenticate } from './authenticate.ts';
import type { Api, ApiDependencies, ApiEnv } from './dependencies.ts';
import { ApiProblem, type FieldError, problemResponse } from './problem.ts';
import { logRequests } from './log-requests.ts';
import { addReference } from './reference/reference.ts';
import { routes } from './routes/index.ts';

/** The HTTP API as a fetch handler; no server in it. Every answer that is not 2xx is an RFC 9457 problem document. */
export function createApi(dependencies: ApiDependencies): Api {
  const { config, log } = dependencies;
  const api: Api = new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw new ApiProblem('invalid', 'See errors.', { errors: result.error.issues.map((issue) => fieldError(result.target, issue)) });
    },
  });

  api.onError((error, context) => {
    const problem = problemOf(error);
    if (problem.code === 'internal') log.error({ err: error, method: context.req.method, path: context.req.path, requestId: context.get('requestId') }, 'request failed');
    return problemResponse(problem);
  });
  api.notFound((context) => problemResponse(new ApiProblem('not-found', `There is no ${context.req.method} ${context.req.path}. See /reference.`)));

  api.use(requestId());
  api.use(logRequests(log));
  api.use(secureHeaders());
  api.use(async (context, next) => {
    await next();
    // Pages bring a policy of their own; all else is data.
    if (!context.res.headers.has('Content-Security-Policy')) context.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  });
  api.use('/v1/*', authenticate(dependencies, (method, path) => method === 'POST' && path === '/v1/enrolments'));
  const [ordinary, archive] = [limitTo(config.bodyLimitBytes, 'A body'), limitTo(config.archiveLimitBytes, 'An archive')];
  api.use('/v1/*', (context, next) => (context.req.path === '/v1/uploads' ? archive : ordinary)(context, next));
  for (const add of routes) add(api, dependencies);
  addReference(api);
  return api;
}

function limitTo(maxSize: number, what: string) {
  return bodyLimit({ maxSize, onError: () => problemResponse(new ApiProblem('body-too-large', `${what} may have ${maxSize} bytes.`)) });
}

function problemOf(error: Error): ApiProblem {
  if (error instanceof ApiProblem) return error;
  // hono's own, for bodies that it cannot read.
  if (error instanceof HTTPException && error.status === 400) return new ApiProblem('malformed-request', error.message, {}, { cause: error });
  if (error instanceof HTTPException && error.status === 415) {
    return new ApiProblem('unsupported-media-type', 'Send JSON, with the header “Content-Type: application/json”.', {}, { cause: error });
  }
  return new ApiProblem('internal', 'Something went wrong on our side. Try again; if it stays, tell whoever runs the grader.', {}, { cause: error });
}

function fieldError(target: string, issue: { path: PropertyKey[]; message: string }): FieldError {
  const path = issue.path.map(String);
  return { field: (target === 'json' ? path : [target, ...path]).join('.') || 'body', message: issue.message };
}
