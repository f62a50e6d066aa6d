import { createMiddleware } from 'hono/factory';
import { bearerToken, viewerOfToken } from '../identity/identify.ts';
import type { ApiDependencies, ApiEnv } from './dependencies.ts';
import { ApiProblem } from './problem.ts';

/** Puts the token's holder into the context; 401 without one. `open` names requests that carry another kind of token. */
export function authenticate({ db }: ApiDependencies, open: (method: string, path: string) => boolean) {
  return createMiddleware<ApiEnv>(async (context, next) => {
    if (open(context.req.method, context.req.path)) return next();
    const token = bearerToken(context.req.header('Authorization'));
    if (token === null) throw new ApiProblem('unauthenticated', 'Send the header “Authorization: Bearer TOKEN”.');
    const viewer = await viewerOfToken(db, token);
    if (!viewer) throw new ApiProblem('unauthenticated', 'This token is unknown, expired or revoked. Ask your instructor for a new one.');
    context.set('viewer', viewer);
    return next();
  });
}
