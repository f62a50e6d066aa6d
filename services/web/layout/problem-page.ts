import { html } from 'hono/html';
import { routePath } from 'hono/route';
import type { ApiLog } from '../../api/dependencies.ts';
import { type ApiProblem, problems } from '../../api/problem.ts';
import type { WebContext } from '../web.ts';
import { page } from './page.ts';

/** What went wrong as a page: what it is, in words, and where to go on. */
export function problemPage(context: WebContext, problem: ApiProblem, log: ApiLog, error?: Error): Response | Promise<Response> {
  const { status, title } = problems[problem.code];
  if (problem.code === 'internal') log.error({ err: error, method: context.req.method, path: routePath(context, -1), requestId: context.get('requestId') }, 'request failed');
  const isStranger = problem.code === 'unauthenticated';
  return page(context, {
    title: isStranger ? 'Sign in' : title,
    status,
    body: html`<h1>${isStranger ? 'You are not signed in' : title}</h1>
<p>${problem.message}</p>
${isStranger
  ? html`<p>Links are made by your instructor, and each works once. If yours has been used or has expired, ask for a new one.</p>`
  : html`<p><a class="button" href="/">Home</a></p>
<p class="muted small">Should you ask for help, name this request: <code>${context.get('requestId')}</code></p>`}`,
  });
}
