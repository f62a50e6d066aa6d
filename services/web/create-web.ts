import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import type { ApiDependencies } from '../api/dependencies.ts';
import { logRequests } from '../api/log-requests.ts';
import { ApiProblem } from '../api/problem.ts';
import { isSecure, viewerOfBrowser } from '../identity/identify.ts';
import { optionalAsset } from './assets.ts';
import { inertPages } from './inert-pages.ts';
import { problemPage } from './layout/problem-page.ts';
import { zoneOf } from './layout/zone.ts';
import { pages } from './pages/index.ts';
import type { Web, WebEnv } from './web.ts';

/** Everything comes from here, scripts and styles from files alone. */
const policy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

/** Where nobody need be signed in. */
const openPaths = /^\/sign-in(?:\/|$)/;

/** The pages as a fetch handler. All of them want somebody signed in, but for those in `openPaths`. */
export function createWeb(dependencies: ApiDependencies): Web {
  const { db, config, log } = dependencies;
  const web: Web = new Hono<WebEnv>();
  web.onError((error, context) => problemPage(context, problemOf(error), log, error));
  web.notFound((context) => problemPage(context, new ApiProblem('not-found', `There is no page ${context.req.path}.`), log));

  web.use((context, next) => {
    context.set('secure', isSecure(config.publicUrl));
    return next();
  });
  web.use(requestId());
  web.use(logRequests(log));
  // A page that stands alone brings a policy of its own.
  web.use(secureHeaders({ contentSecurityPolicy: policy, overwrite: false }));
  web.use(inertPages());
  web.get('/assets/:file', (context) => {
    const asset = optionalAsset(context.req.param('file'));
    if (!asset) return context.notFound();
    return context.body(asset.body, 200, { 'Content-Type': asset.type, 'Cache-Control': 'public, max-age=31536000, immutable' });
  });
  const ownOrigin = new URL(config.publicUrl).origin;
  web.use(csrf({ origin: (origin, context) => origin === ownOrigin || origin === new URL(context.req.url).origin }));
  web.use(formsAlone);
  const [ordinary, archive] = [limitTo(config.bodyLimitBytes), limitTo(config.archiveLimitBytes)];
  web.use((context, next) => ((context.req.header('Content-Type') ?? '').startsWith('multipart/') ? archive : ordinary)(context, next));
  web.use(async (context, next) => {
    context.set('zone', zoneOf(context).zone);
    const visitor = await viewerOfBrowser(db, context, config.publicUrl);
    context.set('visitor', visitor);
    if (visitor) context.set('viewer', visitor);
    else if (!openPaths.test(context.req.path)) throw new ApiProblem('unauthenticated', 'Open the sign-in link that you were given.');
    return next();
  });
  for (const add of pages) add(web, dependencies);
  return web;
}

/** What changes something is a form, of whose origin the browser tells: any other type could come from elsewhere unasked. */
const formsAlone: MiddlewareHandler<WebEnv> = async (context, next) => {
  const isForm = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(context.req.header('Content-Type') ?? '');
  if (isForm || context.req.method === 'GET' || context.req.method === 'HEAD') return next();
  throw new ApiProblem('unsupported-media-type', 'Pages take forms alone. Programs use the API, below /v1.');
};

function limitTo(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new ApiProblem('body-too-large', `What a form sends may have ${maxSize} bytes.`);
    },
  });
}

function problemOf(error: Error): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof HTTPException && error.status === 403) {
    return new ApiProblem('forbidden', 'The form was not sent from a page of this grader. Open the page again and send it from there.', {}, { cause: error });
  }
  if (error instanceof HTTPException && error.status === 400) return new ApiProblem('malformed-request', error.message, {}, { cause: error });
  return new ApiProblem('internal', 'Something went wrong on our side. Try again; if it stays, tell whoever runs the grader.', {}, { cause: error });
}
